// Operator scopes.

/** Operator scopes of the protocol. */
export const OPERATOR_SCOPES = [
  'operator.read',
  'operator.write',
  'operator.admin',
  'operator.approvals',
  'operator.questions',
  'operator.pairing',
  'operator.talk',
  'operator.talk.secrets',
] as const;

/** One operator scope. */
export type Scope = (typeof OPERATOR_SCOPES)[number];

/** A map, not a record, because clients can send names such as `toString`. */
const IMPLIED: ReadonlyMap<string, readonly Scope[]> = new Map<string, readonly Scope[]>([
  ['operator.write', ['operator.read', 'operator.talk']],
  ['operator.admin', OPERATOR_SCOPES],
]);

/** Whether the granted scopes include `needed`. Admin includes all; write includes read and talk. */
export function hasScope(granted: readonly string[], needed: Scope): boolean {
  return granted.some((scope) => scope === needed || (IMPLIED.get(scope)?.includes(needed) ?? false));
}

/** The names that are scopes, in the given order. Unknown names are ignored. */
export function knownScopes(names: readonly string[]): readonly Scope[] {
  return names.filter((name): name is Scope => (OPERATOR_SCOPES as readonly string[]).includes(name));
}
