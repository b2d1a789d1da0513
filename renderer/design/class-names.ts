/** Joins class names, skipping absent ones: `cx('a', condition && 'b')` → `'a b'` or `'a'`. */
export function cx(...names: readonly (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
