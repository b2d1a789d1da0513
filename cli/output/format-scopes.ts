// Formats scopes without their common prefix.

/** `read, write`, or `none`. */
export function formatScopes(scopes: readonly string[]): string {
  return scopes.length === 0 ? 'none' : scopes.map((scope) => scope.replace('operator.', '')).join(', ');
}
