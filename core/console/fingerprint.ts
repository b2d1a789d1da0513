// Recognizes the same error in another run: numbers, addresses, and folders don't count.

const MAX_CHARACTERS = 300;

/** The fingerprint of an error. */
export function toFingerprint(kind: string, message: string, file: string | undefined): string {
  const name = file?.split(/[\\/]/).at(-1) ?? '';
  const general = message
    .toLowerCase()
    .replaceAll(/0x[0-9a-f]+/g, '#')
    .replaceAll(/\d+/g, '#')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return `${kind}|${name}|${general}`.slice(0, MAX_CHARACTERS);
}
