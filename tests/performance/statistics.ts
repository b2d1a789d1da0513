// Statistics.

/** The `q` quantile (0 to 1). */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}

/** The median. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Difference of two times in ns, as ms. */
export function msBetween(fromNs: bigint | string, toNs: bigint | string): number {
  return Number(BigInt(toNs) - BigInt(fromNs)) / 1e6;
}
