// Tools that read files: read, list, search, find. All of them work inside the workspace only.
import { defined } from '#contract/types/defined.ts';
import { truncateText } from '#contract/types/truncate-text.ts';
import { findFiles } from '../workspaces/find-files.ts';
import { searchLines } from '../workspaces/search-lines.ts';
import { TRASH_FOLDER } from '../workspaces/trash.ts';
import { capText } from './cap-text.ts';
import { defineTool, failed, said } from './define-tool.ts';
import { usePath, withPathNote } from './file-paths.ts';
import { flag, integer, optional, text } from './input.ts';

/** Largest file that tools read or edit, bytes. */
export const MAX_FILE_BYTES = 5 * 1024 * 1024;
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
    const { found, value: content } = await usePath(machine, input.path, (at) => machine.read(at, MAX_FILE_BYTES));
    if (content.text === undefined)
      return failed(`${input.path} is not a text file (${content.stat.size} bytes).`, { path: found.path });
    const all = content.text.split('\n');
    const from = (input.fromLine ?? 1) - 1;
    const part = all.slice(from, from + (input.lines ?? MAX_LINES));
    const rest = all.length - from - part.length;
    const shown = capText(part.join('\n'));
    return said(withPathNote(rest > 0 ? `${shown}\n[${rest} more lines]` : shown, found), {
      path: found.path,
      lines: part.length,
      totalLines: all.length,
      size: content.stat.size,
    });
  },
});

export const listTool = defineTool({
  name: 'list',
  description: 'Lists a folder in the workspace.',
  fields: { path: optional(text('Folder relative to the workspace. Defaults to the workspace itself.')) },
  effect: 'read',
  title: (input) => `List ${input.path ?? '.'}`,
  async run(input, { machine }) {
    const { found, value } = await usePath(machine, input.path ?? '.', (at) => machine.list(at));
    const entries = value.filter((entry) => entry.path !== TRASH_FOLDER);
    const lines = entries.map(({ path: entry, kind, size }) =>
      kind === 'directory' ? `${entry}/` : `${entry} (${size} bytes)`,
    );
    const listing = capText(lines.join('\n')) || '(empty)';
    return said(withPathNote(listing, found), { path: found.path, count: entries.length });
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
  title: (input) => `Search "${truncateText(input.pattern, 80)}"`,
  async run(input, context) {
    const { pattern, regex, path: folder, glob } = input;
    const { found, value } = await usePath(context.machine, folder ?? '.', (at) => {
      const query = { pattern, regex: regex ?? false, path: at, limit: MAX_MATCHES, ...defined({ glob }) };
      return searchLines(context.machine, query, context);
    });
    const { matches } = value;
    const lines = matches.map((match) => `${match.path}:${match.line}: ${match.text}`);
    const more = matches.length >= MAX_MATCHES ? '\n[results truncated; there may be more]' : '';
    const text = matches.length === 0 ? 'No matches found.' : `${capText(lines.join('\n'))}${more}`;
    return said(withPathNote(text, found), { count: matches.length, pattern });
  },
});

export const findTool = defineTool({
  name: 'find',
  description: 'Finds files in the workspace by part of their name or path, skipping ignored files.',
  fields: { query: text('Part of the file name or path.') },
  effect: 'read',
  title: (input) => `Find "${truncateText(input.query, 80)}"`,
  async run(input, context) {
    const found = await findFiles(context.machine, input.query, MAX_MATCHES, context);
    const paths = found.map((file) => file.path).join('\n');
    return said(capText(paths) || 'No matches found.', { count: found.length });
  },
});
