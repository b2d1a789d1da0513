// Operands that can only be files of the workspace, judged by their text alone.

/** Why a word can name something else than a file in the workspace; undefined if it can't. */
export function findOperandDoubt(word: string): string | undefined {
  if (word === '') return 'an argument is empty';
  if (/^[~@:]/.test(word)) return `"${word}" can be more than a file`;
  if (/^[A-Za-z]:[\\/]/.test(word)) return `"${word}" is a path with a drive`;
  return /:(\/\/|:)/.test(word) ? `"${word}" is an address` : undefined;
}
