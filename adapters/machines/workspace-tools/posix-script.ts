// Parts of scripts for a POSIX shell on another machine.

/** Quotes a word for a shell. */
export function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Prints the real path of a program. Starts `readlink`. */
export function findProgram(name: string, workspace: string): string {
  const found = (file: string): string => `[ -f ${file} ] && [ -x ${file} ] && { readlink -f ${file}; exit; }`;
  if (name.includes('/')) return `( cd ${quote(workspace)}; gh_n=${quote(name)}; ${found('"$gh_n"')} )`;
  return `( IFS=:; gh_n=${quote(name)}; for gh_d in $PATH; do case $gh_d in /*) ${found('"$gh_d/$gh_n"')};; esac; done )`;
}

/** Prints the SHA-256 of a regular file. Starts `sha256sum`. */
export function hashFile(file: string): string {
  return `[ -f ${quote(file)} ] && [ -r ${quote(file)} ] && sha256sum <${quote(file)}`;
}
