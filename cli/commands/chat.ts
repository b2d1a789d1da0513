// `gatehouse chat`: sends a message to an agent and streams the answer to stdout.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type { MethodParams } from '#contract/methods/registry.ts';
import { defined } from '#contract/types/defined.ts';
import { RequestError, type GatewayClient } from '#contract/wire/client-api.ts';
import { CAP_SESSION_FEED } from '#contract/wire/limits.ts';

import { askApproval } from '../terminal/ask-approval.ts';
import { ChatPrinter } from '../output/chat-printer.ts';
import { defineCommand, listOption, optionAs, hasFlag, textOption, type CommandContext } from '../parser/command.ts';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.ts';
import { findWorktree } from '../connection/find-worktree.ts';
import { lostConnection, withGateway } from '../connection/gateway-connection.ts';
import { interrupted } from '../terminal/interrupt.ts';
import { SessionFollower } from '../connection/follow-session.ts';
import { BUILT_IN_COMMANDS } from '#core/commands/built-in.ts';
import { parseCommand } from '#core/commands/parse-command.ts';
import { APPROVAL_MODES } from '#contract/types/approval-modes.ts';
import { readAttachments } from './chat-attachments.ts';
import { findMode } from './sessions-mode.ts';
import { supports } from '#contract/wire/features.ts';
import { SerialQueue } from '#core/serial-queue.ts';

/** How long to wait for the run to end after Ctrl+C. */
const ABORT_TIMEOUT_MS = 5000;

/** What is typed in place of a worktree's name for a new one. */
const NEW_WORKTREE = 'new';

/** Slash commands that don't concern a session. */
const SESSIONLESS: ReadonlySet<string> = new Set(['help', 'agents', 'sessions']);

export const chat = defineCommand({
  name: 'chat',
  summary: 'Send a message to an agent and stream the answer',
  description:
    'Piped input is appended to the message. Slash commands, such as /help, are run instead of being sent to the model.',
  examples: [
    'gatehouse chat "Why does the build fail?"',
    'gatehouse chat "Summarize this" < report.txt',
    'gatehouse chat "What is in this archive?" --attach data.zip',
    'gatehouse chat --session release "Continue"',
    'gatehouse chat --project website --worktree new "Add a login page"',
    'gatehouse chat --session release /compact',
  ],
  args: [{ name: 'message', isOptional: true, isVariadic: true, completes: 'slash command' }],
  options: {
    session: { short: 's', value: 'session', help: 'Session to continue (default: a new one)', completes: 'session' },
    agent: { short: 'a', value: 'agent', help: 'Agent to ask (default: the default agent)', completes: 'agent' },
    project: {
      short: 'p',
      value: 'project',
      help: 'Project of a new session (default: the one from "gatehouse projects use")',
      completes: 'project',
    },
    worktree: {
      short: 'w',
      value: 'name',
      help: `Worktree in which a new session works: an existing one, or "${NEW_WORKTREE}" (default: in the folder itself)`,
    },
    base: { short: 'b', value: 'ref', help: 'Branch, tag, or commit from which the new worktree starts' },
    model: { short: 'm', value: 'model', help: 'Model, as provider/model', completes: 'model' },
    mode: { value: 'mode', help: 'Approval mode of the session', choices: APPROVAL_MODES },
    follow: { short: 'f', help: 'Keep printing session activity after the answer, until Ctrl+C' },
    wait: { help: 'Without a terminal, wait until approvals are answered elsewhere' },
    attach: { value: 'file', help: 'Attach a file; can be passed several times', isRepeatable: true },
    'allow-secrets': { help: 'Send the message even if it looks like it contains a secret' },
  },
  run: sendMessage,
});

async function sendMessage(context: CommandContext): Promise<ExitCode> {
  const attachments = await readAttachments(listOption(context, 'attach'));
  const message = await readMessage(context, attachments.length > 0);
  requireSession(context, message);
  const sent = { message, ...(attachments.length === 0 ? {} : { attachments }) };
  return withGateway(context, (client) => converse(context, client, sent), { caps: [CAP_SESSION_FEED], tries: 10 });
}

/** A slash command about a session makes no sense in the new one that it would create. @throws {CommandError} */
function requireSession(context: CommandContext, message: string): void {
  const parsed = parseCommand(message);
  if (parsed === undefined || textOption(context, 'session') !== undefined) return;
  const command = BUILT_IN_COMMANDS.find(({ name, aliases }) => [name, ...(aliases ?? [])].includes(parsed.name));
  if (command === undefined || SESSIONLESS.has(command.name)) return;
  throw new CommandError(EXIT.usage, `/${parsed.name} applies to a session`, { hint: 'Pass one with --session.' });
}

/** The message from the command line, followed by piped input. */
async function readMessage({ args, input }: CommandContext, canBeEmpty: boolean): Promise<string> {
  const words = args.filter((word) => word !== '-').join(' ');
  const piped = input.stream?.isTTY === true ? '' : await input.readAll();
  const message = [words, piped.trimEnd()].filter((part) => part.trim() !== '').join('\n\n');
  if (message === '' && !canBeEmpty)
    throw new CommandError(EXIT.usage, 'missing message', { hint: 'Pass it as an argument or pipe it to stdin.' });
  return message;
}

type Sent = Pick<MethodParams<'chat.send'>, 'message' | 'attachments'>;

async function converse(context: CommandContext, client: GatewayClient, sent: Sent): Promise<ExitCode> {
  const { output } = context;
  const { key: sessionKey, isNew } = await openSession(context, client);
  const runId = randomUUID();
  const command = sent.message.trim();
  const printer = new ChatPrinter(output, hasFlag(context, 'follow') ? undefined : runId, command);
  const approvals = new AbortController();
  let isStopped = false;
  const stopped = interrupted().then(() => void (isStopped = true));
  const followed = new SessionFollower(client, sessionKey, printer);
  await followed.start();
  const unanswered = answerApprovals(context, client, followed, { runId, signal: approvals.signal });
  output.json({ type: 'started', sessionKey, runId });
  const replied = followed.reply(command).then(() => 'done' as const);
  const allowed = hasFlag(context, 'allow-secrets') ? { allowSecrets: true } : {};
  const request = { sessionKey, ...sent, idempotencyKey: runId, queueMode: 'followup', ...allowed } as const;
  await client.request('chat.send', request).catch(async (error: unknown) => {
    approvals.abort();
    if (isNew && error instanceof RequestError) await discard(context, client, sessionKey).catch(() => undefined);
    throw error;
  });
  const ended = Promise.race([followed.runEnd(runId), replied]).then(async (status) => {
    if (hasFlag(context, 'follow')) await stopped;
    // Canceled, not failed.
    if (isStopped) return EXIT.canceled;
    return status === 'done' ? EXIT.ok : EXIT.failed;
  });
  const aborted = stopped.then(() => abort(client, sessionKey, runId, followed));
  try {
    return await Promise.race([ended, aborted, unanswered, lostConnection(client)]);
  } finally {
    approvals.abort();
    printer.end();
    output.note(output.colorize('dim', `session ${sessionKey}`));
  }
}

/**
 * Deletes a session whose first message was rejected, for example because no model is set up, and the worktree that was created for
 * it. The rejection is what matters.
 */
async function discard(context: CommandContext, client: GatewayClient, key: string): Promise<void> {
  const isOwn = textOption(context, 'worktree') === NEW_WORKTREE;
  const { session } = isOwn ? await client.request('sessions.describe', { key }) : { session: null };
  await client.request('sessions.delete', { key });
  const id = session?.worktree?.id;
  if (id !== undefined) await client.request('worktrees.remove', { id });
}

interface OpenedSession {
  readonly key: string;
  /** Whether it was created for this message. */
  readonly isNew: boolean;
}

async function openSession(context: CommandContext, client: GatewayClient): Promise<OpenedSession> {
  const key = textOption(context, 'session');
  const { session } = key === undefined ? { session: null } : await client.request('sessions.describe', { key });
  const choices = {
    ...optionAs(context, 'model', 'model'),
    ...defined({ approvalMode: findMode(textOption(context, 'mode')) }),
  };
  const usual = context.environment['GATEHOUSE_MODEL'];
  if (session !== null) {
    if (textOption(context, 'worktree') !== undefined)
      throw new CommandError(EXIT.usage, "an existing session can't move to another worktree", {
        hint: 'Leave out --worktree or --session.',
      });
    if (Object.keys(choices).length > 0) await client.request('sessions.patch', { key: session.key, ...choices });
    return { key: session.key, isNew: false };
  }
  const agent = optionAs(context, 'agent', 'agentId');
  const project = await findProject(context, client);
  const place = await findPlace(context, client);
  const wanted = { ...defined({ key, model: usual || undefined }), ...agent, ...project, ...place, ...choices };
  return { key: (await client.request('sessions.create', wanted)).key, isNew: true };
}

/** Where the new session works. @throws {CommandError} */
async function findPlace(
  context: CommandContext,
  client: GatewayClient,
): Promise<{ readonly worktree?: true; readonly worktreeBaseRef?: string; readonly worktreeId?: string }> {
  const name = textOption(context, 'worktree');
  const base = optionAs(context, 'base', 'worktreeBaseRef');
  if (name === NEW_WORKTREE) return { worktree: true, ...base };
  if (base.worktreeBaseRef !== undefined)
    throw new CommandError(EXIT.usage, '--base requires a new worktree', { hint: `Add --worktree ${NEW_WORKTREE}.` });
  return name === undefined ? {} : { worktreeId: (await findWorktree(client, name)).id };
}

/** The project that was named; otherwise the default one, unless an agent was. */
async function findProject(context: CommandContext, client: GatewayClient): Promise<{ readonly projectId?: string }> {
  const named = optionAs(context, 'project', 'projectId');
  if (named.projectId !== undefined || textOption(context, 'agent') !== undefined) return named;
  if (!supports(client.hello(), 'projects.catalog')) return {};
  const { defaultProjectId: projectId } = await client.request('projects.catalog', {});
  return defined({ projectId });
}

/** Stops the run after Ctrl+C; its output so far is kept. */
async function abort(
  client: GatewayClient,
  sessionKey: string,
  runId: string,
  followed: SessionFollower,
): Promise<ExitCode> {
  await client.request('chat.abort', { sessionKey, runId }).catch(() => undefined);
  await Promise.race([followed.runEnd(runId), sleep(ABORT_TIMEOUT_MS, undefined, { ref: false })]);
  return EXIT.canceled;
}

/** Prompts for approvals. Without a terminal it resolves with `pending`, and the run keeps waiting; otherwise it never settles. */
function answerApprovals(
  context: CommandContext,
  client: GatewayClient,
  followed: SessionFollower,
  { runId, signal }: { readonly runId: string; readonly signal: AbortSignal },
): Promise<ExitCode> {
  const { promise, resolve, reject } = Promise.withResolvers<ExitCode>();
  const isFollowing = hasFlag(context, 'follow');
  const prompts = new SerialQueue();
  followed.onApproval((approval) => {
    if (!isFollowing && approval.runId !== runId) return;
    if (context.input.canPrompt && !context.output.isJson) {
      // One prompt at a time.
      prompts.run(() => askApproval(context, client, approval, signal)).catch(reject);
      return;
    }
    if (hasFlag(context, 'wait') || isFollowing) return;
    context.output.error(
      `gatehouse: waiting for approval ${approval.approvalId}; no terminal to prompt on\nRun "gatehouse approvals allow ${approval.approvalId}" (or deny) to continue.`,
    );
    resolve(EXIT.pending);
  });
  return promise;
}
