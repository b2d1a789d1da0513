// A path as one word of a command line.

const PLAIN = /^[\w@%+=:,./-]+$/;
const WINDOWS = /^[A-Za-z]:[\\/]/;

/** Quotes a path for POSIX shells, or on Windows for PowerShell and cmd. */
export function quotePath(path: string): string {
  if (PLAIN.test(path)) return path;
  return WINDOWS.test(path) ? `"${path}"` : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
