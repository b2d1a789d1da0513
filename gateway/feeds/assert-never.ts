// The end of an exhaustive switch: a new kind is a compile error here.

/** Never called. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${String(value)}`);
}
