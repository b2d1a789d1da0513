// `gatehouse changes`: reviews what a session changed, rewinds files, and undoes both.
import { defined } from '#contract/types/defined.ts';
import type { ChangedFile, ChangedFileDetail, ChangeHunk, ChangesList } from '#contract/types/changes.ts';
import type { MethodParams } from '#contract/methods/registry.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { findOne, findSession } from '../connection/find.ts';
import { withClient } from '../connection/gateway-connection.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { formatTime } from '../output/format-time.ts';
import type { Output } from '../output/output.ts';
import { plainLine, plainText } from '../output/plain-text.ts';
import { argument, defineCommand, hasFlag, textOption, type CommandContext } from '../parser/command.ts';
import { confirm, YES_OPTION } from '../terminal/confirm.ts';
import { PUBLISHING } from './changes-publish.ts';

const SESSION = { name: 'session', completes: 'session' } as const;
const SCOPES = ['session', 'run', 'base', 'uncommitted'] as const;
const DECIDABLE = ['session', 'run'] as const;
const SHORT_ID = 8;

const SCOPE = { scope: { value: 'scope', help: `What to compare: ${SCOPES.join(', ')} (default: session)` } } as const;
const PARTS = {
  run: { help: 'Only the changes of the last run' },
  parts: { value: 'ids', help: 'Only these parts of the file, as comma-separated IDs from "show"' },
} as const;

export const changes = defineCommand({
  name: 'changes',
  summary: 'Review, undo, commit, and publish changes made by sessions',
  description: 'Decisions and rewinds can be undone for 30 days. Decisions made during a run are applied when it ends.',
  examples: [
    'gatehouse changes list main',
    'gatehouse changes show main src/app.ts',
    'gatehouse changes reject main src/app.ts --parts 1f3a9c02',
    'gatehouse changes undo main 3c9f21aa',
    'gatehouse changes commit main --message "Add a login page"',
  ],
  subcommands: [
    {
      name: 'list',
      summary: 'List the changed files of a session',
      args: [SESSION],
      options: SCOPE,
      run: withClient(list),
    },
    {
      name: 'show',
      summary: 'Show the changes to a file with the ID of each part',
      args: [SESSION, { name: 'file' }],
      options: SCOPE,
      run: withClient(show),
    },
    {
      name: 'accept',
      summary: 'Accept the changes to a file, or to all files',
      args: [SESSION, { name: 'file', isOptional: true }],
      options: PARTS,
      run: withClient((context, client) => decide(context, client, 'accept')),
    },
    {
      name: 'reject',
      summary: 'Revert the changes to a file, or to all files; later edits are kept',
      args: [SESSION, { name: 'file', isOptional: true }],
      options: { ...PARTS, ...YES_OPTION },
      run: withClient((context, client) => decide(context, client, 'reject')),
    },
    {
      name: 'history',
      summary: 'List decisions and rewinds that can be undone',
      args: [SESSION],
      run: withClient(history),
    },
    {
      name: 'undo',
      summary: 'Undo a decision or a rewind',
      args: [SESSION, { name: 'id' }],
      options: { overwrite: { help: 'Overwrite edits made since then' } },
      run: withClient(undo),
    },
    {
      name: 'rewind',
      summary: 'Restore the files that a session has changed since a message',
      args: [SESSION, { name: 'message' }],
      options: {
        conversation: { help: 'Also rewind the conversation' },
        keep: { help: 'Keep files that someone else has changed since then' },
        overwrite: { help: 'Overwrite files that someone else has changed since then' },
        ...YES_OPTION,
      },
      run: withClient(rewind),
    },
    ...PUBLISHING,
  ],
});

async function findKey(context: CommandContext, client: GatewayClient): Promise<string> {
  return (await findSession(client, argument(context, 0))).key;
}

/** @throws {CommandError} for an unknown scope */
function readScope(context: CommandContext): (typeof SCOPES)[number] {
  const asked = textOption(context, 'scope') ?? 'session';
  const scope = SCOPES.find((known) => known === asked);
  if (scope !== undefined) return scope;
  throw new CommandError(EXIT.usage, `unknown scope ${JSON.stringify(asked)}`, {
    hint: `Use one of: ${SCOPES.join(', ')}.`,
  });
}

async function list(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output } = context;
  const sessionKey = await findKey(context, client);
  const scope = readScope(context);
  const found = await client.request('changes.list', { sessionKey, scope });
  output.json({ ok: true, ...found });
  for (const note of found.notes)
    if (note.kind === 'failed') output.note(`No snapshot could be taken: ${plainLine(note.message)}`);
  output.table(
    [
      { title: 'STATUS', cell: ({ status }) => status },
      { title: 'FILE', cell: formatFile },
      { title: '+', cell: ({ additions }) => String(additions), color: () => 'green' },
      { title: '-', cell: ({ deletions }) => String(deletions), color: () => 'red' },
    ],
    found.files,
    describeNothing(found),
  );
}

function formatFile({ path, oldPath, waiting }: ChangedFile): string {
  const name = oldPath === undefined ? path : `${oldPath} → ${path}`;
  return waiting === true ? `${name} (pending until the run ends)` : name;
}

function describeNothing({ unavailable, runs, scope }: ChangesList): string {
  if (unavailable === 'not-git') return "This folder isn't a git repository.";
  if (unavailable === 'remote')
    return 'The files of this session are on another computer, where no snapshots are taken. Use "--scope uncommitted" to compare them with git.';
  return runs.length === 0 && scope === 'session' ? "The session hasn't changed any files." : 'No changes.';
}

async function show(context: CommandContext, client: GatewayClient): Promise<void> {
  const sessionKey = await findKey(context, client);
  const scope = readScope(context);
  const file = await client.request('changes.get', { sessionKey, scope, path: argument(context, 1), full: true });
  context.output.json({ ok: true, ...file });
  printFile(context.output, file);
}

function printFile(output: Output, file: ChangedFileDetail): void {
  output.line(`${file.status} ${plainLine(formatFile(file))}`);
  for (const hunk of file.hunks) {
    output.line(output.colorize('cyan', `@@ ${formatPart(hunk)}  part ${hunk.id} @@`));
    for (const line of hunk.oldLines) output.line(output.colorize('red', `-${plainText(trimEnding(line))}`));
    for (const line of hunk.newLines) output.line(output.colorize('green', `+${plainText(trimEnding(line))}`));
  }
}

function formatPart({ kind, oldStart, oldLines, newStart, newLines }: ChangeHunk): string {
  if (kind === 'mode') return 'file mode';
  if (kind === 'file') return 'whole file';
  return `-${oldStart},${oldLines.length} +${newStart},${newLines.length}`;
}

function trimEnding(line: string): string {
  return line.replace(/\r?\n$/, '');
}

async function decide(context: CommandContext, client: GatewayClient, kind: 'accept' | 'reject'): Promise<void> {
  const sessionKey = await findKey(context, client);
  const scope = hasFlag(context, 'run') ? DECIDABLE[1] : DECIDABLE[0];
  const { files } = await client.request('changes.list', { sessionKey, scope });
  const path = argument(context, 1);
  const chosen = path === '' ? files : files.filter((file) => file.path === path);
  if (chosen.length === 0)
    throw new CommandError(
      EXIT.failed,
      path === '' ? 'no changes to accept or reject' : `no changes in ${JSON.stringify(path)}`,
      {
        hint: `List them with "gatehouse changes list ${sessionKey}".`,
      },
    );
  const parts = textOption(context, 'parts');
  if (parts !== undefined && path === '')
    throw new CommandError(EXIT.usage, '--parts requires a file', { hint: 'Add the file after the session.' });
  if (kind === 'reject' && path === '')
    await confirm(context, `Revert the changes in ${chosen.length === 1 ? '1 file' : `${chosen.length} files`}?`);
  const hunks =
    parts === undefined ? undefined : await findParts(client, { sessionKey, scope, path }, parts.split(','));
  const selected = chosen.map((file) => ({ path: file.path, version: file.version, ...defined({ hunks }) }));
  const { operation } = await client.request(`changes.${kind}`, { sessionKey, scope, files: selected });
  const verb = kind === 'accept' ? 'Accepted' : 'Rejected';
  const text =
    operation.state === 'waiting'
      ? 'Saved. The decision will be applied when the run ends.'
      : `${verb} changes in ${operation.paths.length === 1 ? '1 file' : `${operation.paths.length} files`}. Undo with "gatehouse changes undo ${sessionKey} ${operation.id.slice(0, SHORT_ID)}".`;
  context.output.result({ ok: true, operation }, text);
}

/** Parts by their IDs, or the start of them. */
async function findParts(
  client: GatewayClient,
  place: MethodParams<'changes.get'>,
  typed: readonly string[],
): Promise<string[]> {
  const { hunks } = await client.request('changes.get', { ...place, full: true });
  const listCommand = `gatehouse changes show ${place.sessionKey} ${place.path}`;
  return typed.map((part) => findOne(part.trim(), { noun: 'part', rows: hunks, id: ({ id }) => id, listCommand }).id);
}

async function history(context: CommandContext, client: GatewayClient): Promise<void> {
  const sessionKey = await findKey(context, client);
  const { operations } = await client.request('changes.list', { sessionKey });
  context.output.json({ ok: true, operations });
  context.output.table(
    [
      { title: 'ID', cell: ({ id }) => id.slice(0, SHORT_ID), color: () => 'yellow' },
      { title: 'TIME', cell: ({ at }) => formatTime(at) },
      { title: 'WHAT', cell: ({ kind }) => kind },
      { title: 'STATE', cell: ({ state }) => state },
      { title: 'FILES', cell: ({ paths }) => paths.join(', ') },
    ],
    operations,
    'No decisions yet.',
  );
}

async function undo(context: CommandContext, client: GatewayClient): Promise<void> {
  const sessionKey = await findKey(context, client);
  const { operations } = await client.request('changes.list', { sessionKey });
  const { id, paths } = findOne(argument(context, 1), {
    noun: 'decision',
    rows: operations,
    id: (operation) => operation.id,
    listCommand: `gatehouse changes history ${sessionKey}`,
  });
  const overwrite = hasFlag(context, 'overwrite') ? [...paths] : [];
  const { operation } = await client.request('changes.undo', { sessionKey, id, overwrite });
  context.output.result({ ok: true, operation }, 'Undone.');
}

async function rewind(context: CommandContext, client: GatewayClient): Promise<void> {
  const sessionKey = await findKey(context, client);
  const messageId = argument(context, 1);
  const { files } = await client.request('changes.rewind.preview', { sessionKey, messageId });
  const others = files.flatMap(({ path, changedSince }) => (changedSince === true ? [path] : []));
  for (const { path, action, changedSince } of files)
    context.output.note(
      `${action} ${plainLine(path)}${changedSince === true ? ' (changed by someone else since then)' : ''}`,
    );
  await confirm(context, `Rewind ${files.length === 1 ? '1 file' : `${files.length} files`}?`);
  const { operation } = await client.request('changes.rewind', {
    sessionKey,
    messageId,
    what: hasFlag(context, 'conversation') ? 'both' : 'files',
    keep: hasFlag(context, 'keep') ? others : [],
    overwrite: hasFlag(context, 'overwrite') ? others : [],
  });
  const text = `Rewound. Undo with "gatehouse changes undo ${sessionKey} ${operation.id.slice(0, SHORT_ID)}".`;
  context.output.result({ ok: true, operation }, text);
}
