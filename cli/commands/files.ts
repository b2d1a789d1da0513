// `gatehouse files`: files in a session's workspace.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { defined } from '#contract/types/defined.ts';

import { withClient } from '../connection/gateway-connection.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { formatBytes } from '../output/format-bytes.ts';
import { formatTime } from '../output/format-time.ts';
import { plainText } from '../output/plain-text.ts';
import { argument, hasFlag, textOption, type Command, type CommandContext } from '../parser/command.ts';
import { downloadFile } from './files-download.ts';
import { editFile } from './files-edit.ts';
import { uploadFile } from './files-upload.ts';

const SESSION = {
  session: { value: 'session', help: 'Session whose workspace is used (default: main)', completes: 'session' },
} as const;
const FILE = { name: 'file' } as const;

export const files: Command = {
  name: 'files',
  summary: "List, show, edit, upload, and download files of a session's workspace",
  examples: [
    'gatehouse files list src',
    'gatehouse files edit notes.md --session garden',
    'gatehouse files upload photo.jpg images/photo.jpg',
    'gatehouse files download dist/app.tar.gz',
  ],
  subcommands: [
    {
      name: 'list',
      summary: 'List a folder, or find files by name',
      args: [{ name: 'folder', isOptional: true }],
      options: { ...SESSION, search: { value: 'name', help: 'Find files by part of their path instead' } },
      run: withClient(list),
    },
    { name: 'show', summary: 'Print a text file', args: [FILE], options: SESSION, run: withClient(show) },
    {
      name: 'search',
      summary: 'Search the content of files',
      args: [{ name: 'text' }],
      options: {
        ...SESSION,
        regex: { short: 'E', help: 'Treat the text as a regular expression (RE2 syntax)' },
        glob: { value: 'glob', help: 'Search only files that match this glob, such as *.ts' },
      },
      run: withClient(search),
    },
    {
      name: 'edit',
      summary: 'Edit a text file with $VISUAL or $EDITOR',
      args: [FILE],
      options: SESSION,
      run: withClient((context, client) => editFile(context, client, getSession(context))),
    },
    {
      name: 'upload',
      summary: 'Upload a file',
      args: [{ name: 'local' }, { name: 'remote', isOptional: true }],
      options: {
        ...SESSION,
        force: { short: 'f', help: 'Replace an existing file' },
        'keep-both': { help: 'Upload under another name if the file exists' },
        resume: { value: 'upload', help: 'Resume an interrupted upload' },
      },
      run: withClient((context, client) => uploadFile(context, client, getSession(context))),
    },
    {
      name: 'download',
      summary: 'Download a file; an interrupted download is resumed',
      args: [{ name: 'remote' }, { name: 'local', isOptional: true }],
      options: { ...SESSION, force: { short: 'f', help: 'Replace an existing file' } },
      run: withClient((context, client) => downloadFile(context, client, getSession(context))),
    },
  ],
};

function getSession(context: CommandContext): string {
  return textOption(context, 'session') ?? 'main';
}

interface Row {
  readonly path: string;
  readonly kind: 'file' | 'directory';
  readonly size?: number;
  readonly modifiedAtMs?: number;
}

async function list(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output } = context;
  const query = textOption(context, 'search');
  const entries = query === undefined ? await listFolder(context, client) : await findByName(context, client, query);
  output.json({ ok: true, entries });
  output.table(
    [
      { title: 'NAME', cell: ({ path, kind }) => plainText(kind === 'directory' ? `${path}/` : path) },
      { title: 'SIZE', alignsRight: true, cell: ({ size }) => (size === undefined ? '-' : formatBytes(size)) },
      { title: 'MODIFIED', cell: ({ modifiedAtMs }) => formatTime(modifiedAtMs) },
    ],
    entries,
    query === undefined ? 'The folder is empty.' : 'No matching files.',
  );
}

async function listFolder(context: CommandContext, client: GatewayClient): Promise<readonly Row[]> {
  const path = context.args[0];
  const entries: Row[] = [];
  for (let start: number | undefined = 0; start !== undefined;) {
    const asked: { sessionKey: string; path?: string; start: number } = {
      sessionKey: getSession(context),
      start,
      ...defined({ path }),
    };
    const part: { readonly entries: readonly Row[]; readonly next?: number } = await client.request(
      'files.list',
      asked,
    );
    entries.push(...part.entries);
    start = part.next;
  }
  return entries;
}

async function findByName(context: CommandContext, client: GatewayClient, search: string): Promise<readonly Row[]> {
  const { browser } = await client.request('sessions.files.list', { sessionKey: getSession(context), search });
  return (browser?.entries ?? []).map(({ path, kind, size, updatedAtMs }) => ({
    path,
    kind,
    ...defined({ size, modifiedAtMs: updatedAtMs }),
  }));
}

async function show(context: CommandContext, client: GatewayClient): Promise<void> {
  const path = argument(context, 0);
  const { file } = await client.request('sessions.files.get', { sessionKey: getSession(context), path });
  if (file.missing) throw new CommandError(EXIT.failed, `${path} doesn't exist`);
  if (file.contentEncoding !== 'utf8' || file.content === undefined)
    throw new CommandError(EXIT.failed, `${path} isn't a text file`, {
      hint: `Run "gatehouse files download ${path}" to save it.`,
    });
  context.output.json({ ok: true, file });
  context.output.text(plainText(file.content));
}

async function search(context: CommandContext, client: GatewayClient): Promise<void> {
  const glob = textOption(context, 'glob');
  const query = { sessionKey: getSession(context), query: argument(context, 0), regex: hasFlag(context, 'regex') };
  const found = await client.request('files.search', { ...query, ...defined({ glob }) });
  context.output.json({ ok: true, ...found });
  const lines = found.matches.map(({ path, line, text }) => plainText(`${path}:${line}: ${text}`));
  context.output.line(`${lines.join('\n') || 'No matches.'}${found.truncated ? '\n(There may be more matches.)' : ''}`);
}
