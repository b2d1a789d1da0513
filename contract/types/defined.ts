// Objects without undefined values, for optional fields under `exactOptionalPropertyTypes`.

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The fields that aren't undefined. */
export function defined<T extends object>(fields: T): Defined<T> {
  const kept: Record<string, unknown> = {};
  // A loop, because this runs for each part of each command and message. An assignment to `__proto__` would do something else.
  for (const [name, value] of Object.entries(fields))
    if (value !== undefined && name !== '__proto__') kept[name] = value;
  // Only undefined values are removed, so the rest has the type without them.
  return kept as Defined<T>;
}
