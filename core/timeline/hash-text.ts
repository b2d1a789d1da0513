// A short hash to find equal texts within a session. It isn't meant to resist attacks.

const SEED_HIGH = 0xdead_beef;
const SEED_LOW = 0x41c6_ce57;

/** 53 bits (cyrb53) and the length. */
export function hashText(text: string): string {
  let high = SEED_HIGH;
  let low = SEED_LOW;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2_654_435_761);
    low = Math.imul(low ^ code, 1_597_334_677);
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  const bits = 4_294_967_296 * (2_097_151 & low) + (high >>> 0);
  return `${bits.toString(36)}-${text.length.toString(36)}`;
}
