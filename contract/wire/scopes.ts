// Roles and scopes: who may ask what.

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

/** A map, not a record: a name such as `toString` comes from a client. */
const IMPLIED: ReadonlyMap<string, readonly Scope[]> = new Map<string, readonly Scope[]>([
  ['operator.write', ['operator.read', 'operator.talk']],
  ['operator.admin', OPERATOR_SCOPES],
]);

/** Tells whether the granted scopes satisfy `needed`: admin satisfies all, write satisfies read and talk. */
export function hasScope(granted: readonly string[], needed: Scope): boolean {
  return granted.some((scope) => scope === needed || (IMPLIED.get(scope)?.includes(needed) ?? false));
}

/** Keeps the names that are scopes, in the order given; unlisted names are ignored. */
export function knownScopes(names: readonly string[]): readonly Scope[] {
  return names.filter((name): name is Scope => (OPERATOR_SCOPES as readonly string[]).includes(name));
}
