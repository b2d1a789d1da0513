// Decides about a `connect` request: who connects with which scopes, or why access is denied. Sends nothing.
import { GatewayError, type ErrorShape } from '#contract/wire/errors.ts';
import { PROTOCOL_VERSION } from '#contract/wire/frames.ts';
import { hasScope, knownScopes, type Scope } from '#contract/wire/scopes.ts';
import type { ApiKeyRecord } from '#core/ports/identity.ts';
import type { AuthSettings } from '#core/ports/settings.ts';
import type { Entry } from '../../server/connections/connection.ts';
import { getKeyScopes } from '../identity/api-keys.ts';
import type { Identity } from '../identity/identity.ts';
import type { GatewayToken } from '../../server/services.ts';
import { admitDevice } from './admit-device.ts';
import { isFromItsPage } from './browser-proof.ts';
import type { BrowserSignIn } from './browser-sign-in.ts';
import { readConnectParams, type ConnectParams } from './connect-params.ts';
import { credentialRefusal, readCredential, type Credential, type CredentialProblem } from './credential.ts';
import { verifyDevice } from './device-proof.ts';
import type { LoginLimiter } from './login-limiter.ts';
import { ORIGIN_MISSING } from './own-address.ts';
import type { Accepted, Refused } from './handshake-outcome.ts';
import { pairingRequired } from './pairing-required.ts';
import type { GatewayPassword } from './password.ts';
import type { Peer } from './peer.ts';

/** Oldest protocol version that a probe may use. */
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
const ROLES = new Set(['operator', 'node']);
/** Our own pages and tray: signed in by port or cookie instead of a device key. */
const OWN_PAGE = 'gateway-client/ui';

/** Our page in a browser without a (valid) session. No credential was tried, so this isn't counted as a failure. */
const SIGN_IN = {
  message: 'this browser is not signed in (open the link printed by Gatehouse, or create a new one)',
  details: { code: 'BROWSER_SIGN_IN_REQUIRED', recommendedNextStep: 'open_sign_in_link' },
};

/** Dependencies of the handshake. */
export interface HandshakeContext {
  readonly peer: Peer;
  readonly nonce: string;
  readonly now: number;
  readonly token: Pick<GatewayToken, 'reveal'>;
  readonly password: GatewayPassword;
  readonly authMode: AuthSettings['mode'];
  readonly limiter: LoginLimiter;
  readonly identity: Identity;
  readonly browsers: BrowserSignIn;
}

/** Decides about the params of `connect`. */
export async function decideHandshake(raw: unknown, context: HandshakeContext): Promise<Accepted | Refused> {
  const { peer } = context;
  if (peer.kind === 'socket' && peer.refused !== undefined) return refuse(peer.refused.message, peer.refused.details);
  const read = await readConnectParams(raw);
  if ('violation' in read) return refuse(`invalid connect params: ${read.violation}`);
  const params = read.params;
  const mismatch = versionMismatch(params);
  if (mismatch !== undefined) return { error: mismatch, closeCode: PROTOCOL_CLOSE, delayMs: 0 };
  if (peer.kind === 'socket' && BROWSER_IDS.has(params.client.id) && !peer.hasOrigin)
    return refuse(ORIGIN_MISSING.message, ORIGIN_MISSING.details);
  if (!ROLES.has(params.role ?? 'operator')) return refuse('invalid role');
  return peer.kind === 'port' ? accept(params, asked(params), PORT) : decideSocket(params, peer, context);
}

const PORT = { entry: 'port', isLocal: true } as const;

type SocketPeer = Extract<Peer, { kind: 'socket' }>;

async function decideSocket(
  params: ConnectParams,
  peer: SocketPeer,
  context: HandshakeContext,
): Promise<Accepted | Refused> {
  const browserSession = getClientKind(params) === OWN_PAGE ? await peer.browserSession : undefined;
  if (browserSession !== undefined && (await isFromItsPage(browserSession, params, context)))
    return { ...accept(params, asked(params), { entry: 'browser', isLocal: false }), browserSession };
  // The proxy signed this person in, and Origin shows that the page is ours.
  if (getClientKind(params) === OWN_PAGE && params.auth === undefined && peer.proxyUser !== undefined && peer.hasOrigin)
    return { ...accept(params, asked(params), { entry: 'proxy', isLocal: false }), person: peer.proxyUser };
  if (getClientKind(params) === OWN_PAGE && params.auth === undefined) return refuse(SIGN_IN.message, SIGN_IN.details);
  const { limiter } = context;
  const locked = limiter.lockedFor(peer.source);
  if (locked > 0) return rateLimited(locked);
  const proof = proveDevice(params, context);
  if (proof !== undefined) return { ...proof, delayMs: limiter.failed(peer.source) };
  const credential = await readCredential(params, {
    ...context,
    token: context.token.reveal(),
    mode: context.authMode,
    isLocal: isProgramHere(peer),
    proxyUser: peer.proxyUser,
  });
  if (typeof credential === 'string') return refuseCredential(credential, params, context, peer.source);
  // Concurrent attempts are counted one at a time, so that late answers give no extra tries.
  const lockedMeanwhile = limiter.lockedFor(peer.source);
  if (lockedMeanwhile > 0) return rateLimited(lockedMeanwhile);
  // A weaker credential doesn't reset the count of failed attempts.
  if (credential.kind === 'shared') limiter.succeeded(peer.source);
  if (credential.kind === 'api-key') return acceptKey(params, credential.key);
  return params.device === undefined
    ? decideDeviceless(params, peer, credential)
    : decideDevice(params, params.device, peer, credential, context);
}

/** An API key: its own scopes, limited to the requested ones. It can't be used by a node. */
function acceptKey(params: ConnectParams, key: ApiKeyRecord): Accepted | Refused {
  if (params.role === 'node') return refuseRole();
  const { device: _unpaired, ...withoutDevice } = params;
  const held = getKeyScopes(key);
  const wanted = asked(params);
  const scopes = wanted.length === 0 ? held : wanted.filter((scope) => hasScope(held, scope));
  return {
    ...accept(withoutDevice, scopes, { entry: 'api-key', isLocal: false }),
    apiKey: { id: key.id, name: key.name, perMinute: key.perMinute },
  };
}

/** The secret is valid; some clients must also prove a device key, depending on where they connect from. */
function decideDeviceless(
  params: ConnectParams,
  peer: SocketPeer,
  credential: Exclude<Credential, { kind: 'api-key' }>,
): Accepted | Refused {
  if (params.role === 'node') return refuseRole();
  if (UI_IDS.has(params.client.id) || params.client.mode === 'ui' || params.client.mode === 'webchat') {
    return refuse('control ui requires device identity (use HTTPS or localhost secure context)', {
      code: 'CONTROL_UI_DEVICE_IDENTITY_REQUIRED',
    });
  }
  if (!peer.isLoopback) return refuseRole();
  return accept(params, DEVICELESS.has(getClientKind(params)) ? asked(params) : [], {
    entry: getEntry(credential),
    isLocal: isProgramHere(peer),
  });
}

async function decideDevice(
  params: ConnectParams,
  device: NonNullable<ConnectParams['device']>,
  peer: SocketPeer,
  credential: Exclude<Credential, { kind: 'api-key' }>,
  context: HandshakeContext,
): Promise<Accepted | Refused> {
  const role = params.role === 'node' ? 'node' : 'operator';
  const isLocal = isProgramHere(peer);
  if (
    isLocal &&
    credential.kind === 'shared' &&
    getClientKind(params) === 'gateway-client/backend' &&
    role === 'operator'
  )
    return accept(params, asked(params), { entry: getEntry(credential), isLocal });
  const visitor = { params, device, role, address: peer.address, isLocal, credential } as const;
  const origin = peer.origin === undefined ? {} : { origin: peer.origin };
  const admission = await admitDevice({ ...visitor, ...origin }, context.identity);
  switch (admission.kind) {
    case 'in':
      return {
        ...accept(params, admission.scopes, { entry: getEntry(credential), isLocal }),
        role,
        issued: admission.issued,
      };
    case 'scope-mismatch':
      return refuseCredential('scope', params, context, peer.source);
    case 'crowded':
      return refuse('pairing required: too many requests are pending; answer those first', {
        code: 'PAIRING_REQUIRED',
        reason: 'not-paired',
      });
    case 'wait':
      return pairingRequired(admission.request, admission.known, params);
  }
}

/** From loopback, not through a proxy, and not a web page. */
function isProgramHere({ isLoopback, hasOrigin }: SocketPeer): boolean {
  return isLoopback && !hasOrigin;
}

function getEntry(credential: Credential): Entry {
  return credential.kind === 'shared' ? credential.by : credential.kind;
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

/** Nodes, and programs on other machines, must have a device key. */
function refuseRole(): Refused {
  return {
    error: { code: 'NOT_PAIRED', message: 'device identity required', details: { code: 'DEVICE_IDENTITY_REQUIRED' } },
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

function refuseCredential(
  problem: CredentialProblem,
  params: ConnectParams,
  context: HandshakeContext,
  source: string,
): Refused {
  const mayRetry = problem === 'mismatch' && params.device !== undefined && params.auth?.password === undefined;
  const { message, details } = credentialRefusal(problem, context.authMode, mayRetry);
  const delayMs = problem === 'missing' || problem === 'scope' ? 0 : context.limiter.failed(source);
  return { ...refuse(message, details), delayMs };
}

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

function accept(params: ConnectParams, scopes: readonly Scope[], way: Pick<Accepted, 'entry' | 'isLocal'>): Accepted {
  const { id, mode, version, platform, displayName, deviceFamily, modelIdentifier, instanceId, timeZone } =
    params.client;
  const optional = Object.entries({ displayName, deviceFamily, modelIdentifier, instanceId, timeZone }).filter(
    ([, value]) => value !== undefined && value !== '',
  );
  return {
    client: { id, mode, version, platform, ...Object.fromEntries(optional) },
    scopes,
    role: 'operator',
    ...way,
    caps: params.caps ?? [],
    ...(params.device === undefined ? {} : { deviceId: params.device.id }),
  };
}

function asked(params: ConnectParams): readonly Scope[] {
  return knownScopes(params.scopes ?? []);
}

function getClientKind(params: ConnectParams): string {
  return `${params.client.id}/${params.client.mode}`;
}
