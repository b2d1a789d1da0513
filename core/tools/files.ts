// File tools: read, write, edit, list, search, find. All of them work inside the workspace only.
import { defined } from '#contract/types/defined.ts';
import { unifiedDiff } from '#contract/types/unified-diff.ts';
import { FileError } from '../ports/machine.ts';
import { findFiles } from '../workspaces/find-files.ts';
import { searchLines } from '../workspaces/search-lines.ts';
import { TRASH_FOLDER } from '../workspaces/trash.ts';
import { capText } from './cap-text.ts';
import type { Plan, ToolContext, ToolResult } from '../ports/tool-source.ts';
import { defineTool, failed, said } from './define-tool.ts';
import { flag, InputProblem, integer, optional, text, type InputValue } from './input.ts';

/** Largest file that tools read or edit, bytes. */
const MAX_FILE_BYTES = 5 * 1024 * 1024;
const MAX_LINES = 2_000;
const MAX_MATCHES = 200;

const path = text('Path relative to the workspace.');

export const readTool = defineTool({
  name: 'read',
  description: 'Reads a text file in the workspace. For long files, request a range of lines.',
  fields: {
    path,
    fromLine: optional(integer('First line to read, starting at 1.', { min: 1, max: 10_000_000 })),
    lines: optional(integer('Number of lines to read.', { min: 1, max: MAX_LINES })),
  },
  effect: 'read',
  title: (input) => `Read ${input.path}`,
  async run(input, { machine }) {
    const content = await machine.read(input.path, MAX_FILE_BYTES);
    if (content.text === undefined)
      return failed(`${input.path} is not a text file (${content.stat.size} bytes).`, { path: input.path });
    const all = content.text.split('\n');
    const from = (input.fromLine ?? 1) - 1;
    const part = all.slice(from, from + (input.lines ?? MAX_LINES));
    const rest = all.length - from - part.length;
    const shown = capText(part.join('\n'));
    return said(rest > 0 ? `${shown}\n[${rest} more lines]` : shown, {
      path: input.path,
      lines: part.length,
      totalLines: all.length,
      size: content.stat.size,
    });
  },
});

export const writeTool = defineTool({
  name: 'write',
  description:
    'Writes a text file in the workspace, replacing its entire content. To change part of a file, use "edit".',
  fields: { path, content: text('The complete new content.') },
  effect: 'edit',
  title: (input) => `Write ${input.path}`,
  async plan(input, context) {
    const before = await readIfExists(input.path, context);
    return planChange(`Write ${input.path}`, input.path, before?.text ?? '', input.content, context);
  },
  async run(input, context) {
    const before = await readIfExists(input.path, context);
    return change(input.path, before, input.content, context);
  },
});

const editFields = {
  path,
  oldText: text('The text to replace, exactly as it appears in the file.'),
  newText: text('The replacement text.'),
  all: optional(flag('Replace every occurrence.')),
};
type EditInput = InputValue<typeof editFields>;

export const editTool = defineTool({
  name: 'edit',
  description:
    'Replaces text in a file. The old text must occur exactly once unless "all" is set; include enough surrounding lines to make it unique.',
  fields: editFields,
  effect: 'edit',
  title: (input) => `Edit ${input.path}`,
  async plan(input, context) {
    const content = await readText(input.path, context);
    return planChange(`Edit ${input.path}`, input.path, content.text, replaceText(content.text, input), context);
  },
  async run(input, context) {
    const content = await readText(input.path, context);
    return change(input.path, content, replaceText(content.text, input), context);
  },
});

export const listTool = defineTool({
  name: 'list',
  description: 'Lists a folder in the workspace.',
  fields: { path: optional(text('Folder relative to the workspace. Defaults to the workspace itself.')) },
  effect: 'read',
  title: (input) => `List ${input.path ?? '.'}`,
  async run(input, { machine }) {
    const entries = (await machine.list(input.path ?? '.')).filter((entry) => entry.path !== TRASH_FOLDER);
    const lines = entries.map(({ path: entry, kind, size }) =>
      kind === 'directory' ? `${entry}/` : `${entry} (${size} bytes)`,
    );
    return said(capText(lines.join('\n')) || '(empty)', { path: input.path ?? '.', count: entries.length });
  },
});

export const searchTool = defineTool({
  name: 'search',
  description: 'Searches the contents of files in the workspace line by line, skipping ignored files.',
  fields: {
    pattern: text('The text to search for.'),
    regex: optional(flag('Treat the pattern as a regular expression in RE2 syntax (no lookaround or backreferences).')),
    path: optional(text('Search only in this folder.')),
    glob: optional(text('Search only files that match this glob, such as *.ts.')),
  },
  effect: 'read',
  title: (input) => `Search "${input.pattern.slice(0, 80)}"`,
  async run(input, context) {
    const { pattern, regex, path: folder, glob } = input;
    const query = { pattern, regex: regex ?? false, limit: MAX_MATCHES, ...defined({ path: folder, glob }) };
    const matches = await searchLines(context.machine, query, context);
    const lines = matches.map((match) => `${match.path}:${match.line}: ${match.text.slice(0, 400)}`);
    const more = matches.length >= MAX_MATCHES ? '\n[results truncated; there may be more]' : '';
    const text = matches.length === 0 ? 'No matches found.' : `${capText(lines.join('\n'))}${more}`;
    return said(text, { count: matches.length, pattern });
  },
});

export const findTool = defineTool({
  name: 'find',
  description: 'Finds files in the workspace by part of their name or path, skipping ignored files.',
  fields: { query: text('Part of the file name or path.') },
  effect: 'read',
  title: (input) => `Find "${input.query.slice(0, 80)}"`,
  async run(input, context) {
    const found = await findFiles(context.machine, input.query, MAX_MATCHES, context);
    const paths = found.map((file) => file.path).join('\n');
    return said(capText(paths) || 'No matches found.', { count: found.length });
  },
});

interface TextFile {
  readonly text: string;
  readonly hash: string;
}

async function readText(file: string, { machine }: ToolContext): Promise<TextFile> {
  const { text: content, hash } = await machine.read(file, MAX_FILE_BYTES);
  if (content === undefined) throw new FileError('not-text', `${file} is not a text file.`);
  return { text: content, hash };
}

async function readIfExists(file: string, context: ToolContext): Promise<TextFile | undefined> {
  try {
    return await readText(file, context);
  } catch (error) {
    if (error instanceof FileError && error.code === 'not-found') return undefined;
    throw error;
  }
}

/** Passes on the hash of the content that was read, so that a file changed since is not overwritten. */
async function change(
  file: string,
  before: TextFile | undefined,
  after: string,
  { machine }: ToolContext,
): Promise<ToolResult> {
  const { text: diff, added, removed } = unifiedDiff(file, before?.text ?? '', after);
  await machine.write(file, after, before?.hash ?? '');
  const created = before === undefined;
  const text = `${created ? 'Created' : 'Changed'} ${file} (+${added} −${removed} lines).`;
  return said(text, { path: file, diff, added, removed, created });
}

function planChange(command: string, file: string, before: string, after: string, { machine }: ToolContext): Plan {
  return { command, file, cwd: machine.workspace, diff: unifiedDiff(file, before, after).text };
}

function replaceText(content: string, { path: file, oldText, newText, all }: EditInput): string {
  if (oldText === '') throw new InputProblem('"oldText" is empty. To create a new file, use "write".');
  const count = content.split(oldText).length - 1;
  if (count === 0)
    throw new InputProblem(`"oldText" was not found in ${file}. Read the file and copy the text exactly.`);
  if (count > 1 && all !== true)
    throw new InputProblem(`"oldText" occurs ${count} times in ${file}. Include more surrounding lines, or set "all".`);
  return content.split(oldText).join(newText);
}
