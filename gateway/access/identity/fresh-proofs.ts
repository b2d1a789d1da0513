// Sensitive calls need a fresh proof each: a signature of the caller's key over the call, or confirmation by a person.
import { createHash, randomBytes } from 'node:crypto';
import { canonicalJson } from '#contract/wire/canonical-json.ts';
import { proofText } from '#contract/wire/client-proof.ts';
import { GatewayError, invalidRequest } from '#contract/wire/errors.ts';
import type { MethodParams } from '#contract/methods/registry.ts';
import type { PendingProof } from '#contract/types/proofs.ts';
import { secretIn } from '#contract/types/secret-patterns.ts';
import { truncateText } from '#contract/types/truncate-text.ts';
import type { Connection } from '../../server/connections/connection.ts';
import type { GatewayBase } from '../../server/gateway-base.ts';
import type { BrowserSignIn } from '../sign-in/browser-sign-in.ts';
import type { Identity } from './identity.ts';
import { isCurrent, isSignedBy } from '../sign-in/key-signature.ts';
import { formatPrincipal, type Principal } from '#core/principal.ts';

/** Validity of a request and of its answer, ms. */
const TTL_MS = 5 * 60_000;
/** After presenting the gateway's secret on this machine, a client counts as confirmed for this long, ms. */
const PRESENT_MS = 5 * 60_000;
const MAX_OPEN = 50;
const MAX_OPEN_OF_ONE = 5;
const NONCE_BYTES = 32;
const SHOWN_CHARS = 500;
/** Fields whose values are hidden from the person who confirms a call. */
const SECRET_FIELD = /(password|passphrase|secret|token|apiKey)$/i;

/** The parts of the gateway that proofs use. */
export interface ProofContext extends Pick<GatewayBase, 'services' | 'publish'> {
  readonly identity: Identity;
  readonly browsers: BrowserSignIn;
}

interface OpenProof extends PendingProof {
  /** The caller, across all connections of one device, key or browser. */
  readonly holder: string;
  readonly nonce: string;
  readonly paramsHash: string;
  isGiven: boolean;
}

/** Pending proofs, in memory only: after a restart the caller must prove again. */
export class FreshProofs {
  readonly #gateway: ProofContext;
  readonly #open = new Map<string, OpenProof>();

  constructor(gateway: ProofContext) {
    this.#gateway = gateway;
  }

  /** Allows a call that has been proven, and consumes the proof. @throws {GatewayError} with what to sign. */
  require(method: string, params: unknown, connection: Connection): void {
    if (this.#isPresent(connection)) return;
    const holder = getHolder(connection);
    const paramsHash = createHash('sha256').update(canonicalJson(params)).digest('hex');
    const known = this.#listOpen().find(
      (proof) => proof.holder === holder && proof.method === method && proof.paramsHash === paramsHash,
    );
    if (known?.isGiven === true) return this.#forget(known.id);
    throw wanted(known ?? this.#ask({ holder, method, paramsHash, params: shownParams(params) }, connection));
  }

  /** Accepts a signature. @throws {GatewayError} when it is invalid. */
  async give({ nonce, signedAt, signature }: MethodParams<'proof.submit'>, connection: Connection): Promise<void> {
    const holder = getHolder(connection);
    const proof = this.#listOpen().find((one) => one.nonce === nonce && one.holder === holder && !one.isGiven);
    if (proof === undefined)
      throw refused('No pending request matches this signature. It may have expired or already been used.');
    if (!isCurrent(signedAt, this.#now())) throw refused('The signature time is too far from the current time.');
    const key = await this.#getKey(connection);
    if (key === undefined) throw refused('This client has no key. A person must confirm the call.');
    const { method, paramsHash } = proof;
    if (!isSignedBy(key, proofText({ nonce, method, paramsHash, signedAt }), signature))
      throw refused('The signature is invalid.');
    await this.#audit(proof, connection.principal, 'proof.signed');
    proof.isGiven = true;
  }

  /** Pending proofs, oldest first. */
  list(): readonly PendingProof[] {
    return this.#listOpen()
      .filter(({ isGiven }) => !isGiven)
      .map(({ id, method, actor, params, createdAtMs, expiresAtMs }) => {
        return { id, method, actor, params, createdAtMs, expiresAtMs };
      });
  }

  /** A person's answer. @throws {GatewayError} when no proof with this id is pending. */
  async answer(id: string, isAllowed: boolean, by: Principal): Promise<void> {
    const proof = this.#listOpen().find((one) => one.id === id && !one.isGiven);
    if (proof === undefined)
      throw invalidRequest('No pending call has this ID. It was answered or has expired.', 'UNKNOWN_PROOF');
    await this.#audit(proof, by, isAllowed ? 'proof.confirmed' : 'proof.denied');
    if (isAllowed) proof.isGiven = true;
    else this.#forget(id);
    this.#changed();
  }

  /** The window gets its port from this process. The secret is in an owner-only file, so presenting it proves that the caller is the owner. */
  #isPresent({ entry, isLocal, since }: Connection): boolean {
    const showedSecret = entry === 'token' || entry === 'password';
    return entry === 'port' || (showedSecret && isLocal && this.#now() - since < PRESENT_MS);
  }

  #ask(facts: Pick<OpenProof, 'holder' | 'method' | 'paramsHash' | 'params'>, { principal }: Connection): OpenProof {
    const open = this.#listOpen();
    const own = open.filter(({ holder }) => holder === facts.holder);
    const oldest = own.length >= MAX_OPEN_OF_ONE ? own[0] : open.length >= MAX_OPEN ? open[0] : undefined;
    if (oldest !== undefined) this.#open.delete(oldest.id);
    const createdAtMs = this.#now();
    const proof: OpenProof = {
      ...facts,
      id: this.#gateway.services.ids.next(),
      nonce: randomBytes(NONCE_BYTES).toString('base64url'),
      actor: formatPrincipal(principal),
      createdAtMs,
      expiresAtMs: createdAtMs + TTL_MS,
      isGiven: false,
    };
    this.#open.set(proof.id, proof);
    this.#changed();
    return proof;
  }

  async #getKey({ principal: { deviceId }, browserSession }: Connection): Promise<string | undefined> {
    if (deviceId !== undefined) return (await this.#gateway.identity.devices.get(deviceId))?.publicKey;
    return browserSession === undefined ? undefined : this.#gateway.browsers.getKey(browserSession);
  }

  #audit({ id, method, paramsHash }: OpenProof, by: Principal, action: string): Promise<unknown> {
    return this.#gateway.services.store.audit.append({ by, action, subject: id, details: { method, paramsHash } });
  }

  #listOpen(): readonly OpenProof[] {
    const now = this.#now();
    for (const { id, expiresAtMs } of this.#open.values()) if (expiresAtMs <= now) this.#open.delete(id);
    return [...this.#open.values()];
  }

  #forget(id: string): void {
    this.#open.delete(id);
    this.#changed();
  }

  #changed(): void {
    this.#gateway.publish('proof.changed', { pending: this.list().length, ts: this.#now() });
  }

  #now(): number {
    return this.#gateway.services.clock.now();
  }
}

/** All connections of one device, key or browser are the same caller. */
function getHolder({ principal: { deviceId }, apiKey, browserSession, id }: Connection): string {
  if (deviceId !== undefined) return `device ${deviceId}`;
  if (apiKey !== undefined) return `key ${apiKey.id}`;
  return browserSession === undefined ? `connection ${id}` : `browser ${browserSession}`;
}

function wanted({ id, nonce, method, paramsHash, expiresAtMs }: OpenProof): GatewayError {
  return new GatewayError('FORBIDDEN', `${method} requires a fresh proof of identity`, {
    details: {
      code: 'FRESH_PROOF_REQUIRED',
      hint: 'Sign it with proof.submit, or have a person confirm it in the app or with "gatehouse approvals proofs confirm". Then call again.',
      proofId: id,
      nonce,
      method,
      paramsHash,
      expiresAtMs,
    },
  });
}

function refused(message: string): GatewayError {
  return new GatewayError('FORBIDDEN', message, { details: { code: 'FRESH_PROOF_INVALID' } });
}

function shownParams(params: unknown): string {
  const text = JSON.stringify(params, (name, value: unknown) => (SECRET_FIELD.test(name) ? '[secret]' : value));
  if (secretIn(text) !== undefined) return '[secret]';
  return truncateText(text, SHOWN_CHARS);
}
