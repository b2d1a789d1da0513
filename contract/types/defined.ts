// Objects without undefined values, for optional fields under `exactOptionalPropertyTypes`.

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The fields that aren't undefined. */
export function defined<T extends object>(fields: T): Defined<T> {
  // Only undefined values are removed, so the rest has the type without them.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}
