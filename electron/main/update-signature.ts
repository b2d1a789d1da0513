// Signatures of update metadata: Ed25519 over the name of the file and its content. The metadata contains the hashes of the packages.
import { createPublicKey, verify, type KeyObject } from 'node:crypto';

/** A file of signatures is named like the signed file, with this added. */
export const SIGNATURE_SUFFIX = '.sig';

/** Largest file of signatures, characters. */
const MAX_SIGNATURES = 4096;
const SIGNATURE = /^[\w+/]{86}==$/;

/** What is signed. The name is part of it, so that beta metadata can't be served as stable, or that of one system to another. */
export function signedBytes(name: string, content: string): Buffer {
  return Buffer.from(`gatehouse update metadata\n${name}\n${content}`);
}

/** Public keys, one per line: SPKI in base64. @throws {Error} if there is none, or one isn't an Ed25519 key */
export function readUpdateKeys(text: string): readonly KeyObject[] {
  const lines = text.split('\n').map((line) => line.trim());
  const keys = lines.filter((line) => line !== '').map(readKey);
  if (keys.length === 0) throw new Error('The list of update keys is empty.');
  return keys;
}

function readKey(line: string): KeyObject {
  const key = createPublicKey({ key: Buffer.from(line, 'base64'), format: 'der', type: 'spki' });
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('Update keys must be Ed25519 keys.');
  return key;
}

/** Whether one of the signatures (base64, one per line) is valid for one of the keys. */
export function isSignedBy(
  keys: readonly KeyObject[],
  { name, content }: { readonly name: string; readonly content: string },
  signatures: string,
): boolean {
  if (signatures.length > MAX_SIGNATURES) return false;
  const bytes = signedBytes(name, content);
  const lines = signatures.split('\n').map((line) => line.trim());
  return lines
    .filter((line) => SIGNATURE.test(line))
    .some((line) => keys.some((key) => verify(null, bytes, key, Buffer.from(line, 'base64'))));
}
