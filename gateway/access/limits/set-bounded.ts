// Bounded maps, for entries that clients can cause.

/** Sets an entry as the newest one; beyond `limit` entries, the oldest one is removed. */
export function setBounded<K, V>(map: Map<K, V>, key: K, value: V, limit: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > limit && oldest !== undefined) map.delete(oldest);
}
