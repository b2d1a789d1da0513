// Numbers about numbers.

/** The value that a share `q` (0 to 1) of the values does not exceed. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}

/** The middle value. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Nanoseconds between two times, in ms. */
export function msBetween(fromNs: bigint | string, toNs: bigint | string): number {
  return Number(BigInt(toNs) - BigInt(fromNs)) / 1e6;
}
