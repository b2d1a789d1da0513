// `gatehouse dispatch`: sends a prompt to several agents or models at once.
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { MethodParams } from '#contract/methods/registry.ts';
import { APPROVAL_MODES } from '#contract/types/approval-modes.ts';
import { defined } from '#contract/types/defined.ts';
import type { Dispatch } from '#contract/types/dispatches.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { findPersona, readVariables, SET_VARIABLE } from '../connection/find-persona.ts';
import { lostConnection, withClient } from '../connection/gateway-connection.ts';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.ts';
import { plainLine } from '../output/plain-text.ts';
import {
  argument,
  defineCommand,
  hasFlag,
  listOption,
  optionAs,
  textOption,
  type CommandContext,
} from '../parser/command.ts';
import { readAttachments } from './chat-attachments.ts';
import { entryTable } from './dispatches.ts';
import { findMode } from './sessions-mode.ts';

const SHORT_ID = 12;

type Entry = MethodParams<'dispatches.create'>['entries'][number];

export const dispatch = defineCommand({
  name: 'dispatch',
  summary: 'Send a prompt to several agents or models at once',
  description:
    'Each one works in its own session and worktree of the project or folder. With several agents and several models, each agent works with each model.',
  examples: [
    'gatehouse dispatch "Fix the login bug" --agent coder --agent reviewer --project shop',
    'gatehouse dispatch "Review the last release" --agent coder --agent reviewer --mode plan --persona Reviewer --set language=Rust',
    'gatehouse dispatch "Add a dark theme" --model anthropic/claude-sonnet-4-5 --model openai/gpt-5 --folder .',
  ],
  args: [{ name: 'prompt' }],
  options: {
    agent: { short: 'a', value: 'agent', help: 'Agent to send it to', completes: 'agent', isRepeatable: true },
    model: { short: 'm', value: 'model', help: 'Model to use', completes: 'model', isRepeatable: true },
    machine: { value: 'kind', help: 'Kind of machine to work on', isRepeatable: true },
    project: { short: 'p', value: 'project', help: 'Project to work on', completes: 'project' },
    folder: { value: 'folder', help: 'Folder of a repository to work on (default: the current folder)' },
    base: { short: 'b', value: 'ref', help: 'Branch to start from (default: the one checked out)' },
    effort: { value: 'level', help: 'Thinking level: off, low, medium, or high' },
    mode: {
      value: 'mode',
      help: 'Approval mode of the sessions (default: that of each agent)',
      choices: APPROVAL_MODES,
    },
    persona: { value: 'persona', help: 'Persona of the sessions, by name or ID' },
    set: SET_VARIABLE,
    attach: { value: 'file', help: 'Attach a file', isRepeatable: true },
    'allow-secrets': { help: 'Send the prompt even if it looks like it contains a secret' },
  },
  run: withClient(send),
});

async function send(context: CommandContext, client: GatewayClient): Promise<ExitCode> {
  const files = listOption(context, 'attach');
  const project = textOption(context, 'project');
  const created = await client.request('dispatches.create', {
    prompt: argument(context, 0),
    entries: [...toEntries(context, await readShared(context, client))],
    idempotencyKey: randomUUID(),
    ...(project === undefined ? { folder: resolve(textOption(context, 'folder') ?? '.') } : { projectId: project }),
    ...optionAs(context, 'base', 'baseRef'),
    ...(files.length === 0 ? {} : { attachments: [...(await readAttachments(files))] }),
    ...(hasFlag(context, 'allow-secrets') ? { allowSecrets: true } : {}),
  });
  const started = await Promise.race([untilStarted(client, created.dispatch), lostConnection(client)]);
  const hasFailed = started.entries.some(({ state }) => state === 'failed');
  context.output.json({ ok: !hasFailed, dispatch: started });
  entryTable(context, started);
  context.output.note(`Dispatch ${plainLine(started.id.slice(0, SHORT_ID))}.`);
  return hasFailed ? EXIT.failed : EXIT.ok;
}

/** What all entries have in common. */
async function readShared(context: CommandContext, client: GatewayClient): Promise<Partial<Entry>> {
  const asked = textOption(context, 'persona');
  const values = readVariables(context);
  if (asked === undefined && Object.keys(values).length > 0)
    throw new CommandError(EXIT.usage, '--set requires --persona');
  const persona = asked === undefined ? undefined : { id: (await findPersona(client, asked)).id, values };
  return defined({ approvalMode: findMode(textOption(context, 'mode')), persona });
}

/** Each agent with each model, on each machine. */
function toEntries(context: CommandContext, shared: Partial<Entry>): readonly Entry[] {
  const choices = (name: string): readonly (string | undefined)[] => {
    const chosen = listOption(context, name);
    return chosen.length === 0 ? [undefined] : chosen;
  };
  const effort = optionAs(context, 'effort', 'thinkingLevel');
  return choices('agent').flatMap((agentId) =>
    choices('model').flatMap((model) =>
      choices('machine').map((machine) => ({ ...defined({ agentId, model, machine }), ...effort, ...shared })),
    ),
  );
}

/** Resolves when each entry has started or failed. */
async function untilStarted(client: GatewayClient, created: Dispatch): Promise<Dispatch> {
  const isDone = ({ entries }: Dispatch): boolean => entries.every(({ state }) => state !== 'starting');
  const done = Promise.withResolvers<Dispatch>();
  const look = async (): Promise<void> => {
    const { dispatch: now } = await client.request('dispatches.get', { id: created.id });
    if (isDone(now)) done.resolve(now);
  };
  const stop = client.on('dispatches.changed', () => void look().catch(done.reject));
  try {
    await look();
    return await done.promise;
  } finally {
    stop();
  }
}
