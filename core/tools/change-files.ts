// Tools that change files: write and edit. Both keep the line endings and the byte order mark of a file.
import { escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import { detectFormat, keepFormat } from '#contract/types/line-endings.ts';
import { unifiedDiff } from '#contract/types/unified-diff.ts';
import { FileError } from '../ports/machine.ts';
import type { Plan, ToolContext, ToolResult } from '../ports/tool-source.ts';
import { resolvePlace } from '../workspaces/find-operand-problem.ts';
import { findPath, type FoundPath } from '../workspaces/find-path.ts';
import { joinPath } from '../workspaces/join-path.ts';
import { defineTool, said } from './define-tool.ts';
import { usePath, withPathNote } from './file-paths.ts';
import { MAX_FILE_BYTES } from './files.ts';
import { flag, InputProblem, optional, text, type InputValue } from './input.ts';
import { replaceText } from './replace-text.ts';

const path = text('Path relative to the workspace.');

export const writeTool = defineTool({
  name: 'write',
  description:
    'Writes a text file in the workspace, replacing its entire content. The line endings of an existing file are kept. To change part of a file, use "edit".',
  fields: { path, content: text('The complete new content.') },
  effect: 'edit',
  title: (input) => `Write ${input.path}`,
  plan: async (input, context) => planChange('Write', await planWrite(input, context), context),
  run: async (input, context) => applyChange(await planWrite(input, context), context),
});

const editFields = {
  path,
  oldText: text('The text to replace, exactly as it appears in the file.'),
  newText: text('The replacement text.'),
  all: optional(flag('Replace every occurrence.')),
};

export const editTool = defineTool({
  name: 'edit',
  description:
    'Replaces text in a file. The old text must occur exactly once unless "all" is set; include enough surrounding lines to make it unique.',
  fields: editFields,
  effect: 'edit',
  title: (input) => `Edit ${input.path}`,
  plan: async (input, context) => planChange('Edit', await planEdit(input, context), context),
  run: async (input, context) => applyChange(await planEdit(input, context), context),
});

interface TextFile {
  readonly text: string;
  readonly hash: string;
}

interface FileChange {
  readonly found: FoundPath;
  /** Absent for a new file. */
  readonly before: TextFile | undefined;
  readonly after: string;
  /** What the model must know about the change besides its size. */
  readonly note: string;
}

async function planWrite(
  { path: asked, content }: { readonly path: string; readonly content: string },
  context: ToolContext,
): Promise<FileChange> {
  const found = await findPath(context.machine, asked);
  const before = await readIfExists(found.path, context);
  refuseMarkers(content, before?.text);
  const after = before === undefined ? content : keepFormat(before.text, content);
  return { found, before, after, note: after === content ? '' : describeFormat(before?.text ?? '') };
}

async function planEdit(input: InputValue<typeof editFields>, context: ToolContext): Promise<FileChange> {
  const { oldText, newText, all = false } = input;
  if (oldText === '') throw new InputProblem('"oldText" is empty. To create a new file, use "write".');
  const { found, value: before } = await usePath(context.machine, input.path, (at) => readText(at, context));
  refuseMarkers(newText, before.text);
  const replaced = replaceText(before.text, { oldText, newText, all });
  if (replaced.content === undefined) throw notReplaced(input.path, replaced.count);
  const note = replaced.isLoose
    ? ' The old text was found with other Unicode characters that look the same, such as decomposed accents or no-break spaces.'
    : '';
  return { found, before, after: replaced.content, note };
}

const MARKER = /\[secret(?:: [\w .]{2,40}| of this gateway)\]/g;

/** A marker in place of a secret would overwrite the secret. */
function refuseMarkers(text: string, before = ''): void {
  const marker = [...text.matchAll(MARKER)].map(([found]) => found).find((found) => !before.includes(found));
  if (marker === undefined) return;
  throw new InputProblem(
    `The text contains ${marker}, which replaces a secret that you can't see. Use "edit" to change only the lines around it.`,
  );
}

function notReplaced(file: string, count: number): InputProblem {
  return new InputProblem(
    count === 0
      ? `"oldText" was not found in ${file}. Read the file and copy the text exactly.`
      : `"oldText" occurs ${count} times in ${file}. Include more surrounding lines, or set "all".`,
  );
}

const ENDINGS = { '\n': 'LF', '\r\n': 'CRLF', '\r': 'CR', mixed: 'mixed' } as const;

function describeFormat(before: string): string {
  const { endings, hasMark } = detectFormat(before);
  const mark = hasMark ? ' with a byte order mark' : '';
  return ` The format of the file was kept: ${endings === undefined ? 'one line' : `${ENDINGS[endings]} line endings`}${mark}.`;
}

async function planChange(verb: string, { found, before, after }: FileChange, { machine }: ToolContext): Promise<Plan> {
  const { path: file } = found;
  const diff = unifiedDiff(file, before?.text ?? '', after).text;
  const place = await resolvePlace(machine, joinPath(machine.workspace, file));
  const target = place === 'outside' ? {} : { target: place.path };
  return { command: `${verb} ${escapeHiddenInLine(file)}`, file, ...target, cwd: machine.workspace, diff };
}

/** Passes on the hash of the content that was read, so that a file changed since is not overwritten. */
async function applyChange({ found, before, after, note }: FileChange, { machine }: ToolContext): Promise<ToolResult> {
  const { path: file } = found;
  const { text: diff, added, removed } = unifiedDiff(file, before?.text ?? '', after);
  await machine.write(file, after, before?.hash ?? '');
  const created = before === undefined;
  const result = `${created ? 'Created' : 'Changed'} ${file} (+${added} −${removed} lines).${note}`;
  return said(withPathNote(result, found), { path: file, diff, added, removed, created });
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
