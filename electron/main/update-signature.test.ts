// Proves: PK-2
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isSignedBy, readUpdateKeys, signedBytes } from './update-signature.ts';

const file = { name: 'latest-linux.yml', content: 'version: 1.2.3\n' };
const pair = () => generateKeyPairSync('ed25519');
const toLine = (key: KeyObject) => key.export({ format: 'der', type: 'spki' }).toString('base64');
const signWith = (key: KeyObject, { name, content } = file) =>
  sign(null, signedBytes(name, content), key).toString('base64');

describe('signatures of update metadata', () => {
  const [old, next, other] = [pair(), pair(), pair()];

  it('are accepted from any of the keys, also while keys are rotated', () => {
    const keys = readUpdateKeys(`${toLine(old.publicKey)}\n\n  ${toLine(next.publicKey)} \n`);
    expect(isSignedBy(keys, file, `${signWith(old.privateKey)}\n`)).toBe(true);
    expect(isSignedBy(keys, file, `${signWith(other.privateKey)}\r\n${signWith(next.privateKey)}\r\n`)).toBe(true);
    expect(isSignedBy(keys, file, signWith(other.privateKey))).toBe(false);
  });

  it('are valid for one content under one name only', () => {
    const keys = [old.publicKey];
    const signature = signWith(old.privateKey);
    expect(isSignedBy(keys, { ...file, content: 'version: 1.2.4\n' }, signature)).toBe(false);
    expect(isSignedBy(keys, { ...file, name: 'beta-linux.yml' }, signature)).toBe(false);
    expect(isSignedBy(keys, { name: 'latest', content: '-linux.yml\nversion: 1.2.3\n' }, signature)).toBe(false);
  });

  it('are rejected if they are missing, cut off, or too many', () => {
    const signature = signWith(old.privateKey);
    for (const text of ['', 'x', signature.slice(0, -2), signature.slice(4), `${'x\n'.repeat(4_000)}${signature}`])
      expect(isSignedBy([old.publicKey], file, text)).toBe(false);
  });
});

describe('update keys', () => {
  it('must be Ed25519 keys, at least one', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    for (const text of ['', '\n', 'nonsense', toLine(rsa.publicKey), `${toLine(pair().publicKey)}\nnonsense`])
      expect(() => readUpdateKeys(text)).toThrow();
  });
});
