// Links in terminal output: web addresses, addresses of local servers, and files of the workspace.
import { findAddress, type PreviewAddress } from '../../state/preview-request.ts';

/** What a link opens. */
export type LinkTarget =
  | { readonly kind: 'web'; readonly url: string }
  | { readonly kind: 'preview'; readonly address: PreviewAddress }
  | { readonly kind: 'file'; readonly path: string; readonly line?: number };

/** A link, and where it is in the text. */
export interface FoundLink {
  readonly start: number;
  readonly text: string;
  readonly target: LinkTarget;
}

/** Longer texts are data, characters. */
const MAX_TEXT = 4_000;
const WEB = /\bhttps?:\/\/[^\s'"<>`\u0000-\u001f]+/g;
/** Punctuation that ends a sentence around an address. */
const TRAILING = /[.,;:!?]+$/;
/** A path with an extension, and a line in forms such as `a.ts:3`, `a.ts:3:7`, `a.ts(3,7)`, and `"a.py", line 3`. */
const FILE =
  /(?<![\w/.~$-])((?:\.{1,2}\/|\/)?[\w@+-][\w.@+-]*(?:\/[\w.@+-]+)*\.[A-Za-z]\w{0,9})(?:"?, line (\d{1,7})|[:(](\d{1,7})(?:[:,]\d{1,7})?\)?)?(?![\w/])/g;

/** The links in a logical line. `cwd`: the absolute path of the workspace. */
export function findLinks(text: string, cwd: string): readonly FoundLink[] {
  if (text.length > MAX_TEXT) return [];
  const web = [...text.matchAll(WEB)].map((match) => toWebLink(match[0], match.index));
  const isFree = (start: number, end: number) =>
    web.every((link) => end <= link.start || start >= link.start + link.text.length);
  const files = [...text.matchAll(FILE)].flatMap((match) => toFileLink(match, cwd) ?? []);
  return [...web, ...files.filter(({ start, text: found }) => isFree(start, start + found.length))];
}

function toWebLink(match: string, start: number): FoundLink {
  const text = trimAddress(match);
  const local = findAddress(text);
  const target: LinkTarget =
    local?.start === 0
      ? { kind: 'preview', address: { port: local.port, path: local.path } }
      : { kind: 'web', url: text };
  return { start, text, target };
}

/** Without the sentence's punctuation, and without a closing bracket that was opened before the address. */
function trimAddress(found: string): string {
  let text = found.replace(TRAILING, '');
  for (const [open, close] of ['()', '[]', '{}'].map((pair) => [...pair] as [string, string])) {
    while (text.endsWith(close) && text.split(close).length > text.split(open).length)
      text = text.slice(0, -1).replace(TRAILING, '');
  }
  return text;
}

function toFileLink(match: RegExpMatchArray, cwd: string): FoundLink | undefined {
  const [text, name = '', pythonLine, otherLine] = match;
  const line = pythonLine ?? otherLine;
  const path = toWorkspacePath(name, cwd);
  // A word with a dot can be anything, so without a folder it needs a line.
  if (path === undefined || (line === undefined && !name.includes('/'))) return undefined;
  const target: LinkTarget = { kind: 'file', path, ...(line === undefined ? {} : { line: Number(line) }) };
  return { start: match.index ?? 0, text, target };
}

function toWorkspacePath(name: string, cwd: string): string | undefined {
  const inside = name.startsWith('/') ? withoutFolder(name, cwd) : name;
  const path = inside?.replace(/^(\.\/)+/, '');
  return path === undefined || path === '' || path.split('/').includes('..') ? undefined : path;
}

function withoutFolder(path: string, folder: string): string | undefined {
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
}
