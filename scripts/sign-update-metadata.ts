// Signs the update metadata in a folder (`*.yml` → `*.yml.sig`) with the keys in UPDATE_SIGNING_KEYS, and checks the result against
// the public keys in GATEHOUSE_UPDATE_KEYS. Used by the release workflow; needs nothing but Node. docs/releasing.md describes the keys.
import { createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv, env, exit } from 'node:process';

import { isSignedBy, readUpdateKeys, signedBytes, SIGNATURE_SUFFIX } from '../electron/main/update-signature.ts';

const folder = argv[2];
if (folder === undefined) fail('Usage: node scripts/sign-update-metadata.ts <folder>');
const publicKeys = env['GATEHOUSE_UPDATE_KEYS'] ?? '';
const privateKeys = readPrivateKeys(env['UPDATE_SIGNING_KEYS'] ?? '');
if (privateKeys.length === 0 && publicKeys.trim() === '') {
  console.log('There are no update keys, so the update metadata is not signed.');
} else {
  if (privateKeys.length === 0)
    fail('The apps require signed metadata (GATEHOUSE_UPDATE_KEYS), but UPDATE_SIGNING_KEYS is empty.');
  if (publicKeys.trim() === '')
    fail('UPDATE_SIGNING_KEYS is set, but the apps have no keys: GATEHOUSE_UPDATE_KEYS is empty.');
  const names = readdirSync(folder).filter((name) => name.endsWith('.yml'));
  if (names.length === 0) fail(`There is no update metadata in ${folder}.`);
  for (const name of names) signFile(folder, name);
}

function signFile(directory: string, name: string): void {
  const content = readFileSync(join(directory, name), 'utf8');
  const signatures = privateKeys.map((key) => sign(null, signedBytes(name, content), key).toString('base64'));
  const text = `${signatures.join('\n')}\n`;
  for (const key of readUpdateKeys(publicKeys))
    if (!isSignedBy([key], { name, content }, text))
      fail(`${name} has no signature for one of the keys in GATEHOUSE_UPDATE_KEYS.`);
  writeFileSync(join(directory, `${name}${SIGNATURE_SUFFIX}`), text);
  console.log(`Signed ${name}.`);
}

/** Keys in PEM, one after the other. */
function readPrivateKeys(text: string): readonly KeyObject[] {
  const blocks = text.match(/-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----/g) ?? [];
  if (blocks.length === 0 && text.trim() !== '') fail('UPDATE_SIGNING_KEYS contains no private key in PEM format.');
  return blocks.map((block) => createPrivateKey(block));
}

function fail(message: string): never {
  console.error(message);
  exit(1);
}
