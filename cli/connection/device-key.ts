// The key with which this machine's command line proves that it is the device that was let in.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';

import type { ClientOptions, DeviceProof, ProofRequest } from '#contract/wire/client-api.ts';

/** Raw bytes of an Ed25519 public key, at the end of its DER form. */
const RAW_KEY_BYTES = 32;

/** Makes a key; gives its private half as base64 of PKCS#8. */
export function makeDeviceKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
}

/** The device's id: the hash of its public key. */
export function deviceIdOf(privateKey: string): string {
  return createHash('sha256').update(publicBytes(privateKey)).digest('hex');
}

/** What a client needs to be this device: it proves the key at the door, and signs sensitive calls. */
export function deviceKeys(privateKey: string): Pick<ClientOptions, 'prove' | 'sign'> {
  return {
    prove: (request) => proveDevice(privateKey, request),
    sign: async (text) => signed(privateKey, text),
  };
}

function proveDevice(privateKey: string, request: ProofRequest): DeviceProof {
  const { clientId, clientMode, role, scopes, token, nonce, platform, now } = request;
  const id = deviceIdOf(privateKey);
  const facts = [id, clientId, clientMode, role, scopes.join(','), String(now), token, nonce];
  // Version 3 of the protocol's proof; this client has no device family.
  const payload = ['v3', ...facts, platform.trim().toLowerCase(), ''].join('|');
  return {
    id,
    publicKey: publicBytes(privateKey).toString('base64url'),
    signature: signed(privateKey, payload),
    signedAt: now,
    nonce,
  };
}

function signed(privateKey: string, text: string): string {
  return sign(null, Buffer.from(text), keyOf(privateKey)).toString('base64url');
}

function publicBytes(privateKey: string): Buffer {
  return createPublicKey(keyOf(privateKey)).export({ format: 'der', type: 'spki' }).subarray(-RAW_KEY_BYTES);
}

function keyOf(privateKey: string) {
  return createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' });
}
