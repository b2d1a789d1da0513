// Decides about a `connect` request: who it is and what it may do, or why not. Sends nothing itself.
import { GatewayError, type ErrorShape } from '#contract/errors.ts';
import { PROTOCOL_VERSION } from '#contract/frames.ts';
import { knownScopes, type Scope } from '#contract/scopes.ts';
import type { Secret } from '#core/ports/store.ts';
import type { ClientIdentity } from '../connections/connection.ts';
import { readConnectParams, type ConnectParams } from './connect-params.ts';
import { verifyDevice } from './device-proof.ts';
import type { LoginLimiter } from './login-limiter.ts';
import { ORIGIN_MISSING } from './own-address.ts';
import type { Peer } from './peer.ts';
import { sameSecret } from './shared-secret.ts';

/** Oldest version that a probe may still speak. */
const MIN_PROBE_PROTOCOL = 3;
const POLICY_CLOSE = 1008;
const PROTOCOL_CLOSE = 1002;
const BROWSER_IDS = new Set(['openclaw-control-ui', 'webchat-ui', 'webchat']);
const UI_IDS = new Set([
  ...BROWSER_IDS,
  'openclaw-tui',
  'openclaw-browser-copilot',
  'openclaw-macos',
  'openclaw-linux',
  'openclaw-ios',
  'openclaw-watchos',
  'openclaw-android',
]);
/** Clients that work without a device key and keep their scopes, as `id/mode`. */
const DEVICELESS = new Set(['gateway-client/backend', 'cli/cli', 'cli/probe', 'gateway-client/probe']);
/** Our own pages and tray: signed in by port or cookie instead of a device key. */
const OWN_PAGE = 'gateway-client/ui';

/** A page of ours in a browser that has no session, or not any more. Nothing was tried, so nothing is counted. */
const SIGN_IN = {
  message: 'this browser is not signed in (open the link that Gatehouse printed, or make a new one)',
  details: { code: 'BROWSER_SIGN_IN_REQUIRED', recommendedNextStep: 'open_sign_in_link' },
};

/** What the handshake needs to know. */
export interface HandshakeContext {
  readonly peer: Peer;
  readonly nonce: string;
  readonly now: number;
  readonly token: Secret;
  readonly limiter: LoginLimiter;
}

/** A client that may come in. */
export interface Accepted {
  readonly client: ClientIdentity;
  readonly scopes: readonly Scope[];
  readonly caps: readonly string[];
  readonly deviceId?: string;
  /** Signed in by a cookie: the id of that session. */
  readonly browserSession?: string;
}

/** A client that may not: the answer, then the close, `delayMs` later. */
export interface Refused {
  readonly error: ErrorShape;
  readonly closeCode: number;
  readonly delayMs: number;
}

/** Decides about the params of `connect`. */
export async function decideHandshake(raw: unknown, context: HandshakeContext): Promise<Accepted | Refused> {
  const { peer } = context;
  if (peer.kind === 'socket' && peer.refused !== undefined) return refuse(peer.refused.message, peer.refused.details);
  const read = await readConnectParams(raw);
  if ('flaw' in read) return refuse(`invalid connect params: ${read.flaw}`);
  const params = read.params;
  const mismatch = versionMismatch(params);
  if (mismatch !== undefined) return { error: mismatch, closeCode: PROTOCOL_CLOSE, delayMs: 0 };
  if (peer.kind === 'socket' && BROWSER_IDS.has(params.client.id) && !peer.hasOrigin)
    return refuse(ORIGIN_MISSING.message, ORIGIN_MISSING.details);
  const role = refuseRole(params);
  if (role !== undefined) return role;
  return peer.kind === 'port' ? accept(params, asked(params)) : decideSocket(params, peer, context);
}

async function decideSocket(
  params: ConnectParams,
  peer: Extract<Peer, { kind: 'socket' }>,
  context: HandshakeContext,
): Promise<Accepted | Refused> {
  const browserSession = kindOf(params) === OWN_PAGE ? await peer.browserSession : undefined;
  if (browserSession !== undefined) return { ...accept(params, asked(params)), browserSession };
  if (kindOf(params) === OWN_PAGE && params.auth === undefined) return refuse(SIGN_IN.message, SIGN_IN.details);
  const locked = context.limiter.lockedFor(peer.source);
  if (locked > 0) return rateLimited(locked);
  const proof = proveDevice(params, context);
  if (proof !== undefined) return { ...proof, delayMs: context.limiter.failed(peer.source) };
  const wrong = checkSecret(params, context.token);
  if (wrong !== undefined) return refuseCredential(wrong, params, peer.source, context.limiter);
  context.limiter.succeeded(peer.source);
  return decideTrusted(params);
}

/** The secret was right: what remains is which clients must also prove a device key. */
function decideTrusted(params: ConnectParams): Accepted | Refused {
  if (params.device !== undefined || DEVICELESS.has(kindOf(params))) return accept(params, asked(params));
  if (UI_IDS.has(params.client.id) || params.client.mode === 'ui' || params.client.mode === 'webchat') {
    return refuse('control ui requires device identity (use HTTPS or localhost secure context)', {
      code: 'CONTROL_UI_DEVICE_IDENTITY_REQUIRED',
    });
  }
  return accept(params, []);
}

function versionMismatch(params: ConnectParams): ErrorShape | undefined {
  const oldest = params.client.mode === 'probe' ? MIN_PROBE_PROTOCOL : PROTOCOL_VERSION;
  if (params.minProtocol <= PROTOCOL_VERSION && params.maxProtocol >= oldest) return undefined;
  const details = {
    code: 'PROTOCOL_MISMATCH',
    clientMinProtocol: params.minProtocol,
    clientMaxProtocol: params.maxProtocol,
    expectedProtocol: PROTOCOL_VERSION,
    minimumProbeProtocol: MIN_PROBE_PROTOCOL,
  };
  return { code: 'INVALID_REQUEST', message: 'protocol mismatch', details };
}

function refuseRole(params: ConnectParams): Refused | undefined {
  const role = params.role ?? 'operator';
  if (role === 'operator') return undefined;
  if (role !== 'node') return refuse('invalid role');
  const message = 'device identity required: this gateway does not pair nodes yet';
  return {
    error: { code: 'NOT_PAIRED', message, details: { code: 'DEVICE_IDENTITY_REQUIRED' } },
    closeCode: POLICY_CLOSE,
    delayMs: 0,
  };
}

function proveDevice(params: ConnectParams, context: HandshakeContext): Omit<Refused, 'delayMs'> | undefined {
  const { device, client, auth } = params;
  if (device === undefined) return undefined;
  const facts = {
    clientId: client.id,
    clientMode: client.mode,
    role: params.role ?? 'operator',
    scopes: params.scopes ?? [],
    token: auth?.token ?? auth?.deviceToken ?? auth?.bootstrapToken ?? '',
    platform: client.platform,
    deviceFamily: client.deviceFamily ?? '',
  };
  try {
    verifyDevice(device, facts, context.nonce, context.now);
    return undefined;
  } catch (error) {
    if (error instanceof GatewayError) return { error: error.toShape(), closeCode: POLICY_CLOSE };
    throw error;
  }
}

type CredentialFlaw = 'missing' | 'mismatch' | 'device-token' | 'bootstrap';

/** The secret may stand in `token` or `password`; with both, `token` counts. */
function checkSecret(params: ConnectParams, token: Secret): CredentialFlaw | undefined {
  const { auth } = params;
  const given = auth?.token ?? auth?.password;
  if (given !== undefined && given !== '') return sameSecret(given, token.reveal()) ? undefined : 'mismatch';
  if (auth?.deviceToken !== undefined) return 'device-token';
  return auth?.bootstrapToken === undefined ? 'missing' : 'bootstrap';
}

function refuseCredential(flaw: CredentialFlaw, params: ConnectParams, source: string, limiter: LoginLimiter): Refused {
  const mayRetry = flaw === 'mismatch' && params.device !== undefined && params.auth?.password === undefined;
  const facts = CREDENTIAL_WORDS[flaw];
  const step = mayRetry ? 'retry_with_device_token' : facts.step;
  const details = {
    code: facts.code,
    authReason: facts.reason,
    canRetryWithDeviceToken: mayRetry,
    recommendedNextStep: step,
  };
  return {
    ...refuse(`unauthorized: ${facts.words}`, details),
    delayMs: flaw === 'missing' ? 0 : limiter.failed(source),
  };
}

const CREDENTIAL_WORDS = {
  missing: {
    code: 'AUTH_TOKEN_MISSING',
    reason: 'token_missing',
    step: 'update_auth_configuration',
    words: 'gateway token missing (use the token in the home folder of this gateway)',
  },
  mismatch: {
    code: 'AUTH_TOKEN_MISMATCH',
    reason: 'token_mismatch',
    step: 'update_auth_credentials',
    words: 'gateway token mismatch (use the token in the home folder of this gateway)',
  },
  'device-token': {
    code: 'AUTH_DEVICE_TOKEN_MISMATCH',
    reason: 'device_token_mismatch',
    step: 'update_auth_credentials',
    words: 'device token unknown or revoked (connect with the gateway token)',
  },
  bootstrap: {
    code: 'AUTH_BOOTSTRAP_TOKEN_INVALID',
    reason: 'bootstrap_token_invalid',
    step: 'review_auth_configuration',
    words: 'setup code invalid, expired or used (make a new one)',
  },
} as const;

function rateLimited(lockedMs: number): Refused {
  const details = {
    code: 'AUTH_RATE_LIMITED',
    authReason: 'rate_limited',
    canRetryWithDeviceToken: false,
    recommendedNextStep: 'wait_then_retry',
  };
  const refused = refuse('unauthorized: too many failed authentication attempts (retry later)', details);
  return { ...refused, error: { ...refused.error, retryable: true, retryAfterMs: lockedMs } };
}

function refuse(message: string, details?: Readonly<Record<string, unknown>>): Refused {
  return {
    error: { code: 'INVALID_REQUEST', message, ...(details === undefined ? {} : { details }) },
    closeCode: POLICY_CLOSE,
    delayMs: 0,
  };
}

function accept(params: ConnectParams, scopes: readonly Scope[]): Accepted {
  const { id, mode, version, platform, displayName, deviceFamily, modelIdentifier, instanceId, timeZone } =
    params.client;
  const optional = Object.entries({ displayName, deviceFamily, modelIdentifier, instanceId, timeZone }).filter(
    ([, value]) => value !== undefined && value !== '',
  );
  return {
    client: { id, mode, version, platform, ...Object.fromEntries(optional) },
    scopes,
    caps: params.caps ?? [],
    ...(params.device === undefined ? {} : { deviceId: params.device.id }),
  };
}

function asked(params: ConnectParams): readonly Scope[] {
  return knownScopes(params.scopes ?? []);
}

function kindOf(params: ConnectParams): string {
  return `${params.client.id}/${params.client.mode}`;
}
