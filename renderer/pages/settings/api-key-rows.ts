// The list of API keys: those that a key created are below it, because they are revoked with it.
import type { ApiKeyRow } from '#contract/types/api-keys.ts';

/** Each key followed by those that it created. */
export function orderByCreator(keys: readonly ApiKeyRow[]): readonly ApiKeyRow[] {
  const ids = new Set(keys.map(({ id }) => id));
  const follow = (key: ApiKeyRow): readonly ApiKeyRow[] => [
    key,
    ...keys.filter(({ createdByKey }) => createdByKey === key.id).flatMap(follow),
  ];
  return keys.filter(({ createdByKey }) => createdByKey === undefined || !ids.has(createdByKey)).flatMap(follow);
}

/** The name of the key that created a key; undefined if a person did or the key is gone. */
export function findCreator(keys: readonly ApiKeyRow[], { createdByKey }: ApiKeyRow): string | undefined {
  return keys.find(({ id }) => id === createdByKey)?.name;
}
