// The Ed25519 key pair that identifies this computer's command line as a paired device.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';

import type { ClientOptions, DeviceProof, ProofRequest } from '#contract/wire/client-api.ts';

/** Length of a raw Ed25519 public key, the end of its DER encoding. */
const RAW_KEY_BYTES = 32;

/** Generates a key pair; returns the private key as base64 PKCS#8. */
export function generateDeviceKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
}

/** Returns the device ID: the hash of its public key. */
export function getDeviceId(privateKey: string): string {
  return createHash('sha256').update(rawPublicKey(privateKey)).digest('hex');
}

/** Client options for this device: proves the key during the handshake and signs sensitive calls. */
export function deviceKeys(privateKey: string): Pick<ClientOptions, 'prove' | 'sign'> {
  return { prove: (request) => proveDevice(privateKey, request), sign: async (text) => signText(privateKey, text) };
}

function proveDevice(privateKey: string, request: ProofRequest): DeviceProof {
  const { clientId, clientMode, role, scopes, token, nonce, platform, now } = request;
  const id = getDeviceId(privateKey);
  const claims = [id, clientId, clientMode, role, scopes.join(','), String(now), token, nonce];
  // Version 3 of the protocol's device proof; this client has no device family.
  const payload = ['v3', ...claims, platform.trim().toLowerCase(), ''].join('|');
  return {
    id,
    publicKey: rawPublicKey(privateKey).toString('base64url'),
    signature: signText(privateKey, payload),
    signedAt: now,
    nonce,
  };
}

function signText(privateKey: string, text: string): string {
  return sign(null, Buffer.from(text), importKey(privateKey)).toString('base64url');
}

function rawPublicKey(privateKey: string): Buffer {
  return createPublicKey(importKey(privateKey)).export({ format: 'der', type: 'spki' }).subarray(-RAW_KEY_BYTES);
}

function importKey(privateKey: string) {
  return createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' });
}
