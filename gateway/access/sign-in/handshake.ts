// Decides about a `connect` request: who connects with which scopes, or why access is denied. Sends nothing.
import { defined } from '#contract/types/defined.ts';
import { GatewayError } from '#contract/wire/errors.ts';
import { PROTOCOL_VERSION } from '#contract/wire/frames.ts';
import { hasScope, knownScopes, type Scope } from '#contract/wire/scopes.ts';
import type { ApiKeyRecord } from '#core/ports/identity.ts';
import type { AuthSettings } from '#core/ports/settings.ts';
import type { Entry } from '../../server/connections/connection.ts';
import type { Identity } from '../identity/identity.ts';
import type { GatewayToken } from '../../server/services.ts';
import { admitDevice } from './admit-device.ts';
import type { BrowserSignIn } from './browser-sign-in.ts';
import { readConnectParams, type ConnectParams } from './connect-params.ts';
import { credentialRefusal, readCredential, type CredentialProblem, type DeviceCredential } from './credential.ts';
import { verifyDevice } from './device-proof.ts';
import type { LoginLimiter } from './login-limiter.ts';
import { ORIGIN_MISSING } from './own-address.ts';
import { refuse, type Accepted, type Refused } from './handshake-outcome.ts';
import { pairingRequired } from './pairing-required.ts';
import type { GatewayPassword } from './password.ts';
import type { Peer, SocketPeer } from './request-origin.ts';

/** Oldest protocol version that a probe may use. */
const MIN_PROBE_PROTOCOL = 3;
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

const PORT = { entry: 'port', isLocal: true } as const;

type Decision = Accepted | Refused;

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
export async function decideHandshake(raw: unknown, context: HandshakeContext): Promise<Decision> {
  const { peer } = context;
  if (peer.kind === 'socket' && peer.refused !== undefined) return refuse(peer.refused.message, peer.refused.details);
  const read = await readConnectParams(raw);
  if ('violation' in read) return refuse(`invalid connect params: ${read.violation}`);
  const { params } = read;
  const mismatch = findVersionMismatch(params);
  if (mismatch !== undefined) return mismatch;
  if (peer.kind === 'socket' && BROWSER_IDS.has(params.client.id) && peer.origin === undefined)
    return refuse(ORIGIN_MISSING.message, ORIGIN_MISSING.details);
  if (!ROLES.has(params.role ?? 'operator')) return refuse('invalid role');
  if (peer.kind === 'port') return accept(params, requestedScopes(params), PORT);
  const page = getClientKind(params) === OWN_PAGE ? await decideOwnPage(params, peer, context) : undefined;
  return page ?? decideCredential(params, peer, context);
}

/** Our own page in a browser; undefined when it presents a credential instead of signing in. */
async function decideOwnPage(
  params: ConnectParams,
  peer: SocketPeer,
  { browsers, nonce }: HandshakeContext,
): Promise<Decision | undefined> {
  const browserSession = await peer.browserSession;
  if (browserSession !== undefined && (await browsers.isFromItsPage(browserSession, params, nonce)))
    return { ...accept(params, requestedScopes(params), { entry: 'browser', isLocal: false }), browserSession };
  if (params.auth !== undefined) return undefined;
  // The proxy signed this person in, and Origin shows that the page is ours.
  if (peer.proxyUser !== undefined && peer.isOwnPage)
    return { ...accept(params, requestedScopes(params), { entry: 'proxy', isLocal: false }), person: peer.proxyUser };
  // No credential was tried, so this isn't counted as a failure.
  return refuse('this browser is not signed in (open the link printed by Gatehouse, or create a new one)', {
    code: 'BROWSER_SIGN_IN_REQUIRED',
    recommendedNextStep: 'open_sign_in_link',
  });
}

async function decideCredential(params: ConnectParams, peer: SocketPeer, context: HandshakeContext): Promise<Decision> {
  const { limiter } = context;
  const locked = limiter.lockedFor(peer.source);
  if (locked > 0) return rateLimited(locked);
  const unproven = findProofProblem(params, context);
  if (unproven !== undefined) return { ...unproven, delayMs: limiter.failed(peer.source) };
  const credential = await readCredential(params, {
    ...context,
    token: context.token.reveal(),
    mode: context.authMode,
    isLocal: peer.isLocal,
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
function acceptKey(params: ConnectParams, { id, name, perMinute, ...key }: ApiKeyRecord): Decision {
  if (params.role === 'node') return refuseRole();
  const { device: _unpaired, ...withoutDevice } = params;
  const held = knownScopes(key.scopes);
  const wanted = requestedScopes(params);
  const scopes = wanted.length === 0 ? held : wanted.filter((scope) => hasScope(held, scope));
  const accepted = accept(withoutDevice, scopes, { entry: 'api-key', isLocal: false });
  return { ...accepted, apiKey: { id, name, perMinute } };
}

/** The secret is valid; some clients must also prove a device key, depending on where they connect from. */
function decideDeviceless(params: ConnectParams, peer: SocketPeer, credential: DeviceCredential): Decision {
  if (params.role === 'node') return refuseRole();
  if (UI_IDS.has(params.client.id) || params.client.mode === 'ui' || params.client.mode === 'webchat')
    return refuse('control ui requires device identity (use HTTPS or localhost secure context)', {
      code: 'CONTROL_UI_DEVICE_IDENTITY_REQUIRED',
    });
  if (!peer.isLoopback) return refuseRole();
  const scopes = DEVICELESS.has(getClientKind(params)) ? requestedScopes(params) : [];
  return accept(params, scopes, { entry: getEntry(credential), isLocal: peer.isLocal });
}

async function decideDevice(
  params: ConnectParams,
  device: NonNullable<ConnectParams['device']>,
  peer: SocketPeer,
  credential: DeviceCredential,
  context: HandshakeContext,
): Promise<Decision> {
  const role = params.role === 'node' ? 'node' : 'operator';
  const way = { entry: getEntry(credential), isLocal: peer.isLocal };
  const isBackend = getClientKind(params) === 'gateway-client/backend' && role === 'operator';
  if (peer.isLocal && credential.kind === 'shared' && isBackend) return accept(params, requestedScopes(params), way);
  const admission = await admitDevice({ params, device, role, peer, credential }, context.identity);
  switch (admission.kind) {
    case 'in':
      return { ...accept(params, admission.scopes, way), role, issued: admission.issued };
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

function getEntry(credential: DeviceCredential): Entry {
  return credential.kind === 'shared' ? credential.by : credential.kind;
}

function findVersionMismatch({ client, minProtocol, maxProtocol }: ConnectParams): Refused | undefined {
  const oldest = client.mode === 'probe' ? MIN_PROBE_PROTOCOL : PROTOCOL_VERSION;
  if (minProtocol <= PROTOCOL_VERSION && maxProtocol >= oldest) return undefined;
  const details = {
    code: 'PROTOCOL_MISMATCH',
    clientMinProtocol: minProtocol,
    clientMaxProtocol: maxProtocol,
    expectedProtocol: PROTOCOL_VERSION,
    minimumProbeProtocol: MIN_PROBE_PROTOCOL,
  };
  return { ...refuse('protocol mismatch', details), closeCode: PROTOCOL_CLOSE };
}

/** Nodes, and programs on other machines, must have a device key. */
function refuseRole(): Refused {
  return refuse('device identity required', { code: 'DEVICE_IDENTITY_REQUIRED' }, 'NOT_PAIRED');
}

function findProofProblem(params: ConnectParams, { nonce, now }: HandshakeContext): Refused | undefined {
  try {
    verifyDevice(params, nonce, now);
    return undefined;
  } catch (error) {
    if (error instanceof GatewayError) return refuse(error.message, error.extras.details);
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
  const refused = refuse('unauthorized: too many failed authentication attempts (retry later)', {
    code: 'AUTH_RATE_LIMITED',
    authReason: 'rate_limited',
    canRetryWithDeviceToken: false,
    recommendedNextStep: 'wait_then_retry',
  });
  return { ...refused, error: { ...refused.error, retryable: true, retryAfterMs: lockedMs } };
}

function accept(params: ConnectParams, scopes: readonly Scope[], way: Pick<Accepted, 'entry' | 'isLocal'>): Accepted {
  const { id, mode, version, platform, displayName, deviceFamily, modelIdentifier, instanceId, timeZone } =
    params.client;
  return {
    client: {
      id,
      mode,
      version,
      platform,
      ...defined({ displayName, deviceFamily, modelIdentifier, instanceId, timeZone }),
    },
    scopes,
    role: 'operator',
    ...way,
    caps: params.caps ?? [],
    ...defined({ deviceId: params.device?.id }),
  };
}

function requestedScopes(params: ConnectParams): readonly Scope[] {
  return knownScopes(params.scopes ?? []);
}

function getClientKind({ client }: ConnectParams): string {
  return `${client.id}/${client.mode}`;
}
