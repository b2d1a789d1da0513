// Addresses that links may open.

/** Schemes that links may have; others could run something. */
const SAFE_SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:', 'tel:']);
const UNSAFE_CHARACTER = /[\p{Z}\p{C}]/u;

/** The address as it can be written in a text; undefined if it isn't an absolute address with a safe scheme. */
export function findSafeAddress(address: string): string | undefined {
  const url = URL.parse(address);
  if (url === null || !SAFE_SCHEMES.has(url.protocol)) return undefined;
  // As it was written, unless it would end at the first space.
  return UNSAFE_CHARACTER.test(address) ? url.href : address;
}
