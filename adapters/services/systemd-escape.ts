// Escapes values for systemd unit files (systemd.syntax(7)) and for their environment files (systemd.exec(5)).

/** A quoted word: backslashes and quotes are escaped, and `%` doesn't start a specifier. Control characters were rejected before. */
export function toUnitWord(text: string): string {
  return `"${escapeSpecifiers(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** Words of a setting that takes a list. */
export function toUnitList(words: readonly string[]): string {
  return words.map(toUnitWord).join(' ');
}

/** A command line in which `$` has no meaning, thanks to the colon. */
export function toUnitCommand([program = '', ...words]: readonly string[]): string {
  return toUnitList([`:${program}`, ...words]);
}

/** A value that systemd takes as the rest of the line, without quotes. */
export function escapeSpecifiers(text: string): string {
  return text.replaceAll('%', '%%');
}
