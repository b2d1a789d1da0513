// Output of commands by project: `gatehouse console output`, `errors`, `fix`, `analyze`, and `clear`.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { ConsoleError, ConsoleLine, ConsoleSource } from '#contract/types/console.ts';

import { findOne, findSession } from '../connection/find.ts';
import { untilInterrupted, withClient } from '../connection/gateway-connection.ts';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.ts';
import { formatTime } from '../output/format-time.ts';
import type { Output } from '../output/output.ts';
import { plainLine, plainText } from '../output/plain-text.ts';
import { argument, countOption, hasFlag, textOption, type CommandContext, type Subcommand } from '../parser/command.ts';
import { confirm, YES_OPTION } from '../terminal/confirm.ts';
import { interrupted } from '../terminal/interrupt.ts';

const DEFAULT_LINES = 100;
const DEFAULT_ERRORS = 20;
const SHORT_ID = 8;

const PROJECT = {
  project: { value: 'dir', help: 'Project folder (default: the one with the newest output)' },
} as const;
const SESSION = [{ name: 'session', isOptional: true, completes: 'session' }] as const;

/** The subcommands for output, after the default one. */
export const OUTPUT_SUBCOMMANDS: readonly Subcommand[] = [
  {
    name: 'output',
    summary: "Print the output of commands in a project, or in a session's project",
    args: SESSION,
    options: {
      ...PROJECT,
      lines: { value: 'n', help: `Maximum number of lines (default: ${DEFAULT_LINES})` },
      search: { value: 'text', help: 'Only lines that contain this text' },
      errors: { help: 'Only lines of errors' },
      follow: { short: 'f', help: 'Keep printing new output' },
    },
    run: withClient(printOutput),
  },
  {
    name: 'errors',
    summary: 'List errors recognized in the output',
    args: SESSION,
    options: { ...PROJECT, limit: { value: 'n', help: `Maximum number of errors (default: ${DEFAULT_ERRORS})` } },
    run: withClient(printErrors),
  },
  {
    name: 'fix',
    summary: 'Send an error with its output to the agent',
    args: [{ name: 'error' }],
    options: { ...PROJECT, session: { value: 'key', help: 'Session to send it to', completes: 'session' } },
    run: withClient(fix),
  },
  {
    name: 'clear',
    summary: 'Remove the output of a project',
    args: SESSION,
    options: { ...PROJECT, ...YES_OPTION },
    run: withClient(clear),
  },
];

/** The project that a command line names: `--project`, that of a session, or the one with the newest output. */
async function findProject(context: CommandContext, client: GatewayClient) {
  const project = textOption(context, 'project');
  const session = argument(context, 0);
  if (project !== undefined) return { project };
  if (session !== '') return { sessionKey: (await findSession(client, session)).key };
  const [newest] = (await client.request('console.projects', {})).projects;
  if (newest !== undefined) return { project: newest.project };
  throw new CommandError(EXIT.failed, 'no project has console output', {
    hint: 'The output of commands that agents run is kept automatically.',
  });
}

async function printOutput(context: CommandContext, client: GatewayClient): Promise<ExitCode | void> {
  const { output } = context;
  const place = await findProject(context, client);
  const search = textOption(context, 'search');
  const errorsOnly = hasFlag(context, 'errors');
  const isFollowing = hasFlag(context, 'follow');
  const { project } = isFollowing ? await client.request('console.subscribe', place) : { project: '' };
  const page = await client.request('console.list', {
    ...place,
    limit: countOption(context, 'lines', DEFAULT_LINES),
    errorsOnly,
    ...(search === undefined ? {} : { search }),
  });
  const sources = new Map(page.sources.map((source) => [source.id, source]));
  for (const line of page.lines) printLine(output, line, sources);
  if (!isFollowing) return;
  const stopped = interrupted();
  let newest = page.lines.at(-1)?.id ?? 0;
  client.on('console.output', (more) => {
    if (more.project !== project) return;
    for (const source of more.sources) sources.set(source.id, source);
    for (const line of more.lines) {
      const isShown = (!errorsOnly || line.errorId !== undefined) && includes(line.text, search);
      if (line.id > newest && isShown) printLine(output, line, sources);
      newest = Math.max(newest, line.id);
    }
  });
  return untilInterrupted(client, stopped);
}

function includes(text: string, search: string | undefined): boolean {
  return search === undefined || text.toLowerCase().includes(search.toLowerCase());
}

function printLine(output: Output, line: ConsoleLine, sources: ReadonlyMap<string, ConsoleSource>): void {
  const source = sources.get(line.sourceId);
  output.result({ ...line, sessionKey: source?.sessionKey, source: source?.kind }, formatLine(line));
}

function formatLine({ kind, ts, text, count, skipped }: ConsoleLine): string {
  if (kind === 'start') return `${formatTime(ts)} $ ${plainLine(text)}`;
  if (kind === 'end') return text === '' ? '(stopped)' : `(exit code ${text})`;
  if (kind === 'gap') return `(${skipped ?? 0} characters omitted)`;
  // Indentation is kept.
  return count === undefined ? plainText(text) : `${plainText(text)} (× ${count})`;
}

async function printErrors(context: CommandContext, client: GatewayClient): Promise<void> {
  const place = await findProject(context, client);
  const found = await client.request('console.errors', {
    ...place,
    limit: countOption(context, 'limit', DEFAULT_ERRORS),
  });
  context.output.json({ ok: true, ...found });
  context.output.table(
    [
      { title: 'ERROR', cell: ({ id }) => id.slice(0, SHORT_ID), color: () => 'yellow' },
      { title: 'TIME', cell: ({ ts }) => formatTime(ts) },
      { title: 'WHERE', cell: formatLocation },
      { title: 'MESSAGE', cell: ({ message }) => message },
    ],
    found.errors,
    'No errors were recognized.',
  );
}

function formatLocation({ file, line }: ConsoleError): string {
  if (file === undefined) return '';
  return line === undefined ? file : `${file}:${line}`;
}

async function fix(context: CommandContext, client: GatewayClient): Promise<void> {
  const project = textOption(context, 'project');
  const place = project === undefined ? await findProject({ ...context, args: [] }, client) : { project };
  const { errors } = await client.request('console.errors', place);
  const { id } = findOne(argument(context, 0), {
    noun: 'error',
    rows: errors,
    id: (error) => error.id,
    listCommand: 'gatehouse console errors',
  });
  const session = textOption(context, 'session');
  const sent = await client.request('console.fix', {
    errorId: id,
    ...(session === undefined ? {} : { sessionKey: (await findSession(client, session)).key }),
  });
  context.output.result({ ok: true, ...sent }, `Sent to the agent in ${sent.sessionKey}.`);
}

async function clear(context: CommandContext, client: GatewayClient): Promise<void> {
  const place = await findProject(context, client);
  const name = 'project' in place ? place.project : place.sessionKey;
  await confirm(context, `Permanently remove all output of ${name}?`);
  const { removedLines } = await client.request('console.clear', place);
  context.output.result({ ok: true, removedLines }, `Removed ${removedLines} lines.`);
}
