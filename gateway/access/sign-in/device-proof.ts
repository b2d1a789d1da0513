// The proof that a client holds a device key: Ed25519 over nonce, scopes, role and metadata (protocol facts, section 4).
import { createHash, verify } from 'node:crypto';
import { GatewayError } from '#contract/wire/errors.ts';
import { readPublicKey } from './key-signature.ts';

/** Largest allowed difference between `signedAt` and our clock, ms. */
const MAX_SKEW_MS = 120_000;
const RAW_KEY_BYTES = 32;

/** What a client sent in `connect.device`. */
export interface DeviceClaim {
  readonly id: string;
  readonly publicKey: string;
  readonly signature: string;
  readonly signedAt: number;
  readonly nonce?: string;
}

/** What the signature covers besides the claim. */
export interface SignedFacts {
  readonly clientId: string;
  readonly clientMode: string;
  readonly role: string;
  readonly scopes: readonly string[];
  readonly token: string;
  readonly platform: string;
  readonly deviceFamily: string;
}

/** Checks a proof in the protocol's order: id, time, nonce, signature, key form. @throws {GatewayError} */
export function verifyDevice(claim: DeviceClaim, facts: SignedFacts, nonce: string, now: number): void {
  const raw = Buffer.from(claim.publicKey, 'base64url');
  if (createHash('sha256').update(raw).digest('hex') !== claim.id)
    throw refusal('device identity mismatch', 'ID_MISMATCH', 'device-id-mismatch');
  if (Math.abs(now - claim.signedAt) > MAX_SKEW_MS)
    throw refusal('device signature expired', 'SIGNATURE_EXPIRED', 'device-signature-stale');
  if (claim.nonce === undefined || claim.nonce === '')
    throw refusal('device nonce required', 'NONCE_REQUIRED', 'device-nonce-missing');
  if (claim.nonce !== nonce) throw refusal('device nonce mismatch', 'NONCE_MISMATCH', 'device-nonce-mismatch');
  const key = raw.length === RAW_KEY_BYTES ? readPublicKey(raw) : undefined;
  if (key === undefined) throw refusal('device public key invalid', 'PUBLIC_KEY_INVALID', 'device-public-key');
  const signature = Buffer.from(claim.signature, 'base64url');
  const signed = [payloadV3(claim, facts, nonce), payloadV2(claim, facts, nonce)];
  if (!signed.some((payload) => verify(null, Buffer.from(payload), key, signature)))
    throw refusal('device signature invalid', 'SIGNATURE_INVALID', 'device-signature');
}

/** The signed text of version 3. */
function payloadV3(claim: DeviceClaim, facts: SignedFacts, nonce: string): string {
  return ['v3', ...common(claim, facts, nonce), normal(facts.platform), normal(facts.deviceFamily)].join('|');
}

/** The signed text of version 2. */
function payloadV2(claim: DeviceClaim, facts: SignedFacts, nonce: string): string {
  return ['v2', ...common(claim, facts, nonce)].join('|');
}

function common(claim: DeviceClaim, facts: SignedFacts, nonce: string): readonly string[] {
  return [
    claim.id,
    facts.clientId,
    facts.clientMode,
    facts.role,
    facts.scopes.join(','),
    String(claim.signedAt),
    facts.token,
    nonce,
  ];
}

/** Trimmed and ASCII-lower-cased, as clients sign it. */
function normal(text: string): string {
  return text.trim().replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function refusal(message: string, code: string, reason: string): GatewayError {
  const prefix = code === 'ID_MISMATCH' ? 'DEVICE_AUTH_DEVICE_' : 'DEVICE_AUTH_';
  return new GatewayError('INVALID_REQUEST', message, { details: { code: `${prefix}${code}`, reason } });
}
