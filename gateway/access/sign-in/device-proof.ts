// The proof that a client holds a device key: Ed25519 over nonce, scopes, role and metadata, in two versions.
import { createHash, verify, type KeyObject } from 'node:crypto';
import { GatewayError } from '#contract/wire/errors.ts';
import { setBounded } from '../limits/set-bounded.ts';
import type { ConnectParams } from './connect-params.ts';
import { isCurrent, readPublicKey } from './key-signature.ts';

const RAW_KEY_BYTES = 32;
const MAX_PROVEN_KEYS = 1_000;

/** Keys of devices that have signed with them, by the ID, which is the hash of the key. Reading a key takes longer than using it. */
const provenKeys = new Map<string, KeyObject>();

/** Params of `connect` that a proof covers, and the proof. */
export type ProvenParams = Pick<ConnectParams, 'client' | 'role' | 'scopes' | 'auth' | 'device'>;

/** Checks the proof, if there is one, in the protocol's order: id, time, nonce, key, signature. @throws {GatewayError} */
export function verifyDevice({ device, ...params }: ProvenParams, nonce: string, now: number): void {
  if (device === undefined) return;
  const raw = Buffer.from(device.publicKey, 'base64url');
  if (createHash('sha256').update(raw).digest('hex') !== device.id)
    throw refusal('device identity mismatch', 'DEVICE_ID_MISMATCH', 'device-id-mismatch');
  if (!isCurrent(device.signedAt, now))
    throw refusal('device signature expired', 'SIGNATURE_EXPIRED', 'device-signature-stale');
  if (!device.nonce) throw refusal('device nonce required', 'NONCE_REQUIRED', 'device-nonce-missing');
  if (device.nonce !== nonce) throw refusal('device nonce mismatch', 'NONCE_MISMATCH', 'device-nonce-mismatch');
  const known = provenKeys.get(device.id);
  const key = known ?? (raw.length === RAW_KEY_BYTES ? readPublicKey(raw) : undefined);
  if (key === undefined) throw refusal('device public key invalid', 'PUBLIC_KEY_INVALID', 'device-public-key');
  const signature = Buffer.from(device.signature, 'base64url');
  const texts = signedTexts(params, device, nonce);
  if (!texts.some((text) => verify(null, Buffer.from(text), key, signature)))
    throw refusal('device signature invalid', 'SIGNATURE_INVALID', 'device-signature');
  if (known === undefined) setBounded(provenKeys, device.id, key, MAX_PROVEN_KEYS);
}

/** The signed texts of versions 3 and 2. */
function signedTexts(
  { client, role = 'operator', scopes = [], auth }: Omit<ProvenParams, 'device'>,
  { id, signedAt }: NonNullable<ProvenParams['device']>,
  nonce: string,
): readonly string[] {
  const token = auth?.token ?? auth?.deviceToken ?? auth?.bootstrapToken ?? '';
  const common = [id, client.id, client.mode, role, scopes.join(','), signedAt, token, nonce].join('|');
  return [`v3|${common}|${normalize(client.platform)}|${normalize(client.deviceFamily ?? '')}`, `v2|${common}`];
}

/** Trimmed and ASCII-lower-cased, as clients sign it. */
function normalize(text: string): string {
  return text.trim().replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function refusal(message: string, code: string, reason: string): GatewayError {
  return new GatewayError('INVALID_REQUEST', message, { details: { code: `DEVICE_AUTH_${code}`, reason } });
}
