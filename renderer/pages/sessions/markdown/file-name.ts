// Recognizes the name of a file in inline code, with or without a line.

const MAX_CHARACTERS = 300;
/** A relative path with a folder or a line, whose last part has an extension. Linear. */
const FILE_NAME = /^([\w.@+-]+(?:\/[\w.@+-]+)*\.[A-Za-z]\w{0,9})(?::(\d{1,7})(?:[:-]\d{1,7})?)?$/;

/** A file, and the line in it. */
export interface FileName {
  readonly path: string;
  readonly line?: number;
}

/** The file that a text names. A single word with a dot, such as `foo.bar`, can be something else, so it needs a line. */
export function readFileName(text: string): FileName | undefined {
  if (text.length > MAX_CHARACTERS) return undefined;
  const [, asked = '', line] = FILE_NAME.exec(text) ?? [];
  const path = asked.replace(/^\.\//, '');
  if (path === '' || path.split('/').includes('..')) return undefined;
  if (line !== undefined) return { path, line: Number(line) };
  return path.includes('/') ? { path } : undefined;
}
