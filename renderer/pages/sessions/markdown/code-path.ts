// The file that a code block belongs to: named by the line of its fence, or by a comment in its first line.

const MAX_CHARACTERS = 260;
/** A relative path with an extension or a folder. Linear. */
const PATH = /^[\w.@+()[\]-]+(?:\/[\w.@+()[\]-]+)*$/;
const NAMED = /\b(?:title|file|filename|path)=(?:"([^"]*)"|'([^']*)'|(\S+))/i;
const COMMENT = /^\s*(?:\/\/|#|--|;|%|\/\*|<!--)\s*(?:file(?:name)?:\s*)?([^\s*]+?)\s*(?:\*\/|-->)?\s*$/i;

/** The path in the info of a fence: `ts src/a.ts`, `ts:src/a.ts`, `src/a.ts`, or `ts title="src/a.ts"`. */
export function pathOfInfo(info: string): string | undefined {
  if (info.length > MAX_CHARACTERS * 2) return undefined;
  const named = NAMED.exec(info);
  if (named !== null) return toPath(named[1] ?? named[2] ?? named[3] ?? '');
  const [first = '', second = ''] = info.trim().split(/\s+/, 2);
  const afterColon = /^[\w+#-]+:(.+)$/.exec(first)?.[1];
  return toPath(afterColon ?? '') ?? toPath(second) ?? toPath(first);
}

/** The path in a comment in the first line of the code. */
export function pathOfCode(code: string): string | undefined {
  const end = code.indexOf('\n');
  const line = end < 0 ? code : code.slice(0, end);
  if (line.length > MAX_CHARACTERS) return undefined;
  return toPath(COMMENT.exec(line)?.[1] ?? '');
}

/** A path within the folder, with an extension: anything else can be another word. */
function toPath(text: string): string | undefined {
  const path = text.replace(/^\.\//, '');
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (path === '' || path.length > MAX_CHARACTERS || !PATH.test(path) || path.split('/').includes('..'))
    return undefined;
  return /\.[A-Za-z]\w{0,9}$/.test(name) ? path : undefined;
}
