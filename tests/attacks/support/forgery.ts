// Device proofs by an attacker, in which every field can differ from what was signed.
import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { TOKEN } from '#tests/protocol/support/protocol-host.ts';
import type { RawSocket } from '#tests/protocol/support/raw-socket.ts';
import { request, type Outcome, type Target } from './target.ts';

/** What `connect` sends, and what is signed instead. */
export interface Forgery {
  readonly scopes?: readonly string[];
  readonly role?: string;
  readonly token?: string;
  readonly auth?: Readonly<Record<string, string>>;
  readonly platform?: string;
  readonly version?: 'v1' | 'v2' | 'v3';
  /** Fields of the signed text that differ from the sent ones. */
  readonly signed?: Partial<Readonly<Record<SignedField, string>>>;
  /** Fields of `device` that replace the correct ones. */
  readonly device?: Readonly<Record<string, unknown>>;
  readonly signedAt?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly client?: Readonly<Record<string, unknown>>;
}

type SignedField = 'id' | 'clientId' | 'mode' | 'role' | 'scopes' | 'token' | 'nonce' | 'platform' | 'family';

/** A device key of an attacker, or of a victim. */
export class Forger {
  readonly #key: KeyObject;
  readonly publicKey: Buffer;
  readonly id: string;

  constructor() {
    const pair = generateKeyPairSync('ed25519');
    this.#key = pair.privateKey;
    this.publicKey = pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
    this.id = createHash('sha256').update(this.publicKey).digest('hex');
  }

  /** Connects with a forged proof; returns the socket and the outcome. */
  async connect(
    target: Target,
    forgery: Forgery = {},
  ): Promise<{ readonly socket: RawSocket; readonly outcome: Outcome }> {
    const socket = await target.socket(forgery.headers);
    const outcome = await request(socket, 'connect', this.params(await socket.nonce(), forgery));
    return { socket, outcome };
  }

  params(nonce: string, forgery: Forgery): Record<string, unknown> {
    const {
      scopes = ['operator.read'],
      role = 'operator',
      token = TOKEN,
      platform = 'linux',
      version = 'v3',
    } = forgery;
    const client = { id: 'openclaw-ios', mode: 'ui', version: '1', platform, deviceFamily: 'Phone', ...forgery.client };
    const signedAt = forgery.signedAt ?? Date.now();
    const honest = {
      id: this.id,
      clientId: client.id,
      mode: client.mode,
      role,
      scopes: scopes.join(','),
      token: forgery.auth === undefined ? token : (Object.values(forgery.auth)[0] ?? ''),
      nonce,
      platform: platform.toLowerCase(),
      family: client.deviceFamily.toLowerCase(),
    };
    const facts = { ...honest, ...forgery.signed };
    const { id, clientId, mode, nonce: signedNonce } = facts;
    const common = [version, id, clientId, mode, facts.role, facts.scopes, String(signedAt), facts.token, signedNonce];
    const text = (version === 'v3' ? [...common, facts.platform, facts.family] : common).join('|');
    const signature = sign(null, Buffer.from(text), this.#key).toString('base64url');
    const device = { id: this.id, publicKey: this.publicKey.toString('base64url'), signature, signedAt, nonce };
    return {
      minProtocol: 4,
      maxProtocol: 4,
      client,
      role,
      scopes,
      caps: [],
      auth: forgery.auth ?? { token },
      device: { ...device, ...forgery.device },
    };
  }
}

/** The error code of an outcome, its message when there is no code, the close, or `accepted`. */
export function codeOf(outcome: Outcome): unknown {
  return outcome.error?.details?.['code'] ?? outcome.error?.message ?? outcome.closed ?? 'accepted';
}
