// `gatehouse chat`: one message to an agent; its answer streams to stdout.
import { randomUUID } from 'node:crypto';

import type { GatewayClient } from '#contract/wire/client-api.ts';
import { CAP_SESSION_FEED } from '#contract/wire/limits.ts';

import { askApproval } from '../terminal/ask-approval.ts';
import { ChatPrinter } from '../output/chat-printer.ts';
import { defineCommand, given, hasFlag, textOption, type CommandContext } from '../parser/command.ts';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.ts';
import { lostConnection, withGateway } from '../connection/gateway-connection.ts';
import { interrupted } from '../terminal/interrupt.ts';
import { followSession, type FollowedSession } from '../connection/follow-session.ts';

/** After Ctrl+C the run's end is waited for so long, ms. */
const ABORT_PATIENCE_MS = 5000;

export const chat = defineCommand({
  name: 'chat',
  summary: 'Say something to an agent and print its answer as it comes.',
  actions: [
    {
      name: '',
      summary: 'Says it.',
      operands: [{ name: 'message', isOptional: true, takesRest: true }],
      options: {
        session: { short: 's', value: 'session', help: 'go on with this one (default: a new one)', ids: 'session' },
        agent: { short: 'a', value: 'agent', help: 'who is asked (default: the default agent)', ids: 'agent' },
        model: { short: 'm', value: 'model', help: 'provider/model that answers', ids: 'model' },
        follow: { short: 'f', help: 'stay after the answer and print what goes on, until Ctrl+C' },
        wait: { help: 'where nobody can be asked: wait until an approval is answered elsewhere' },
      },
      run: say,
    },
  ],
});

async function say(context: CommandContext): Promise<ExitCode> {
  const message = await messageOf(context);
  return withGateway(context, (client) => converse(context, client, message), { caps: [CAP_SESSION_FEED], tries: 10 });
}

/** The words of the command line, and below them what was piped in. */
async function messageOf({ operands, input }: CommandContext): Promise<string> {
  const words = operands.filter((word) => word !== '-').join(' ');
  const piped = input.stream?.isTTY === true ? '' : await input.readAll();
  const message = [words, piped.trimEnd()].filter((part) => part.trim() !== '').join('\n\n');
  if (message === '') throw new CommandError(EXIT.usage, 'say something: gatehouse chat "…", or pipe a text in');
  return message;
}

async function converse(context: CommandContext, client: GatewayClient, message: string): Promise<ExitCode> {
  const { output } = context;
  const sessionKey = await openSession(context, client);
  const runId = randomUUID();
  const printer = new ChatPrinter(output, hasFlag(context, 'follow') ? undefined : runId);
  const approvals = new AbortController();
  let isStopped = false;
  const stopped = interrupted().then(() => void (isStopped = true));
  const followed = await followSession(client, sessionKey, {
    live: (event) => printer.live(event),
    event: (event) => printer.event(event),
  });
  const unanswered = answerApprovals(context, client, followed, { runId, signal: approvals.signal });
  output.json({ type: 'started', sessionKey, runId });
  await client.request('chat.send', { sessionKey, message, idempotencyKey: runId, queueMode: 'followup' });
  const ended = followed.runEnd(runId).then(async (status) => {
    if (hasFlag(context, 'follow')) await stopped;
    // A run that ends because of Ctrl+C did not fail.
    if (isStopped) return EXIT.aborted;
    return status === 'done' ? EXIT.ok : EXIT.failed;
  });
  const aborted = stopped.then(() => abort(client, sessionKey, runId, followed));
  try {
    return await Promise.race([ended, aborted, unanswered, lostConnection(client)]);
  } finally {
    approvals.abort();
    printer.end();
    output.note(output.paint('dim', `session ${sessionKey}`));
  }
}

async function openSession(context: CommandContext, client: GatewayClient): Promise<string> {
  const key = textOption(context, 'session');
  const { session } = key === undefined ? { session: null } : await client.request('sessions.describe', { key });
  const model = given(context, 'model', 'model');
  if (session !== null) {
    if (model.model !== undefined) await client.request('sessions.patch', { key: session.key, ...model });
    return session.key;
  }
  const agent = given(context, 'agent', 'agentId');
  const made = await client.request('sessions.create', { ...(key === undefined ? {} : { key }), ...agent, ...model });
  return made.key;
}

/** Ctrl+C: the run is stopped, what it said so far stays. */
async function abort(
  client: GatewayClient,
  sessionKey: string,
  runId: string,
  followed: FollowedSession,
): Promise<ExitCode> {
  await client.request('chat.abort', { sessionKey, runId }).catch(() => undefined);
  const patience = Promise.withResolvers<void>();
  const timer = setTimeout(() => patience.resolve(), ABORT_PATIENCE_MS);
  await Promise.race([followed.runEnd(runId), patience.promise]);
  clearTimeout(timer);
  return EXIT.aborted;
}

/** Asks the person who sits here; where nobody sits, the command ends and the run waits. Never settles otherwise. */
function answerApprovals(
  context: CommandContext,
  client: GatewayClient,
  followed: FollowedSession,
  { runId, signal }: { readonly runId: string; readonly signal: AbortSignal },
): Promise<ExitCode> {
  const { promise, resolve, reject } = Promise.withResolvers<ExitCode>();
  const isFollowing = hasFlag(context, 'follow');
  let turn: Promise<unknown> = Promise.resolve();
  followed.onApproval((approval) => {
    if (!isFollowing && approval.runId !== runId) return;
    if (context.input.canAsk && !context.output.isJson) {
      // One question at a time.
      turn = turn.then(() => askApproval(context, client, approval, signal)).catch(reject);
      return;
    }
    if (hasFlag(context, 'wait') || isFollowing) return;
    context.output.complain(
      `gatehouse: it waits for an approval. Answer with "gatehouse approvals allow ${approval.approvalId}" (or deny); the run goes on then.`,
    );
    resolve(EXIT.waiting);
  });
  return promise;
}
