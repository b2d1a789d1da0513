// IDs as Discord makes them: they contain the time, so they sort by it.

/** Start of Discord's time, Unix ms. */
const EPOCH = 1_420_070_400_000;
let last = 0n;

/** A new ID, larger than all before. */
export function nextSnowflake(): string {
  const now = BigInt(Date.now() - EPOCH) << 22n;
  last = now > last ? now : last + 1n;
  return String(last);
}
