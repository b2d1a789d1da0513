// Admission of devices: a device with a proven key and a credential gets access, is paired silently, or must wait for approval.
import { hasScope, knownScopes, OPERATOR_SCOPES, type Scope } from '#contract/wire/scopes.ts';
import type { DeviceRole } from '#contract/types/devices.ts';
import type { DeviceRecord, NodeSurface } from '#core/ports/identity.ts';
import type { DeviceFacts, IssuedToken, VisitFacts } from '../identity/device-registry.ts';
import type { Identity } from '../identity/identity.ts';
import type { DeviceRequest, PairingReason } from '../identity/pairing-requests.ts';
import { SETUP_SCOPES, type RedeemedCode } from '../identity/setup-codes.ts';
import type { ConnectParams } from './connect-params.ts';
import type { Credential } from './credential.ts';
import { gatewayPrincipal, clientPrincipal } from '#core/principal.ts';

const MAX_VERSION_CHARS = 100;

/** A device that connects. */
export interface Visitor {
  readonly params: ConnectParams;
  readonly device: NonNullable<ConnectParams['device']>;
  readonly role: DeviceRole;
  readonly address: string;
  /** A program on this machine: from loopback, not through a proxy, not a web page. */
  readonly isLocal: boolean;
  readonly origin?: string;
  readonly credential: Exclude<Credential, { readonly kind: 'api-key' }>;
}

/** The decision about a device. */
export type Admission =
  | { readonly kind: 'in'; readonly scopes: readonly Scope[]; readonly issued: readonly IssuedToken[] }
  | { readonly kind: 'scope-mismatch' }
  | { readonly kind: 'crowded' }
  | { readonly kind: 'wait'; readonly request: DeviceRequest; readonly known?: DeviceRecord };

/** Decides about a device. */
export async function admitDevice(visitor: Visitor, identity: Identity): Promise<Admission> {
  const { credential, device, role } = visitor;
  if (credential.kind === 'setup-code') return admitWithCode(visitor, credential.code, identity);
  const wanted = role === 'operator' ? knownScopes(visitor.params.scopes ?? []) : [];
  const known = await identity.devices.get(device.id);
  const reason = whyAsk(visitor, wanted, known);
  const maySilently = visitor.isLocal && credential.kind === 'shared';
  const isHarmless = known === undefined || reason === 'scope-upgrade';
  if (reason !== undefined && !(maySilently && isHarmless)) return askPerson(visitor, wanted, reason, known, identity);
  if (credential.kind === 'device-token' && !covers(credential.token.scopes, wanted)) return { kind: 'scope-mismatch' };
  const record =
    known === undefined || reason !== undefined ? await pairSilently(visitor, wanted, known, identity) : known;
  await identity.devices.seen(record, describeVisit(visitor));
  return letIn(visitor, record, wanted, identity);
}

function whyAsk(
  { params, role }: Visitor,
  wanted: readonly Scope[],
  known: DeviceRecord | undefined,
): PairingReason | undefined {
  if (known === undefined) return 'not-paired';
  if (!known.roles.includes(role)) return 'role-upgrade';
  // A revoked token is not reissued: the device needs a new approval.
  if (!known.tokens.some((token) => token.role === role && token.revokedAtMs === undefined)) return 'not-paired';
  const { platform, deviceFamily = '' } = params.client;
  if (unversioned(platform) !== unversioned(known.platform) || deviceFamily !== (known.deviceFamily ?? ''))
    return 'metadata-upgrade';
  return covers(known.scopes, wanted) ? undefined : 'scope-upgrade';
}

function askPerson(
  visitor: Visitor,
  scopes: readonly Scope[],
  reason: PairingReason,
  known: DeviceRecord | undefined,
  identity: Identity,
): Admission {
  const { origin, role } = visitor;
  const request = identity.pairingRequests.ask({
    ...describeDevice(visitor),
    role,
    scopes,
    reason,
    ...(origin === undefined ? {} : { browserOrigin: origin }),
  });
  if (request === undefined) return { kind: 'crowded' };
  return known === undefined ? { kind: 'wait', request } : { kind: 'wait', request, known };
}

/** The holder of the gateway's secret on this machine has full access anyway, so additional scopes are granted. */
function pairSilently(
  visitor: Visitor,
  wanted: readonly Scope[],
  known: DeviceRecord | undefined,
  identity: Identity,
): Promise<DeviceRecord> {
  const scopes = [...new Set([...(known?.scopes ?? []), ...wanted])];
  const roles = known?.roles ?? [visitor.role];
  const { params, device, address } = visitor;
  const by = clientPrincipal({ kind: 'client', name: params.client.id, address }, wanted, device.id);
  return identity.devices.pair(describeDevice(visitor), { roles, scopes, via: 'silent', by });
}

async function admitWithCode(visitor: Visitor, code: RedeemedCode, identity: Identity): Promise<Admission> {
  const { access, setupId } = code;
  const scopes = SETUP_SCOPES[access];
  const roles: readonly DeviceRole[] = access === 'node' ? ['node'] : ['node', 'operator'];
  const facts = describeDevice(visitor);
  const node = { ...toSurface(visitor.params), approvedAtMs: identity.now() };
  const record = await identity.devices.pair(
    facts,
    { roles, scopes, via: 'setup-code', by: gatewayPrincipal('setup code') },
    node,
  );
  const deviceName = facts.displayName === undefined ? {} : { deviceName: facts.displayName };
  identity.setupCompleted({ setupId, deviceId: record.deviceId, ...deviceName, access, ts: record.approvedAtMs });
  const tokens = await Promise.all(roles.map((role) => identity.devices.issued(record, role)));
  const issued = tokens.filter((token) => token !== undefined);
  // The token for the role of this connection comes first.
  const own = issued.filter(({ role }) => role === visitor.role);
  const granted = visitor.role === 'operator' ? scopes : [];
  return { kind: 'in', scopes: granted, issued: [...own, ...issued.filter(({ role }) => role !== visitor.role)] };
}

async function letIn(
  { params, role }: Visitor,
  record: DeviceRecord,
  wanted: readonly Scope[],
  identity: Identity,
): Promise<Admission> {
  if (role === 'node') await identity.nodeDeclared(record, toSurface(params));
  const token = await identity.devices.issued(record, role);
  return { kind: 'in', scopes: wanted, issued: token === undefined ? [] : [token] };
}

function describeDevice({ params, device, address }: Visitor): DeviceFacts {
  const { id, mode, platform, displayName, deviceFamily, modelIdentifier } = params.client;
  const optional = Object.entries({ displayName, deviceFamily, modelIdentifier }).filter(([, value]) => value);
  return {
    deviceId: device.id,
    publicKey: device.publicKey,
    platform,
    clientId: id,
    clientMode: mode,
    ...describeVisit({ params, address }),
    ...Object.fromEntries(optional),
  };
}

/** Component versions aren't in the published schema, but nodes send them. */
function describeVisit({ params, address }: Pick<Visitor, 'params' | 'address'>): VisitFacts {
  const client: Readonly<Record<string, unknown>> = params.client;
  const part = (name: string) => {
    const value = client[name];
    return typeof value === 'string' && value !== '' ? { [name]: value.slice(0, MAX_VERSION_CHARS) } : {};
  };
  return { version: params.client.version, remoteIp: address, ...part('coreVersion'), ...part('uiVersion') };
}

/** What a node declares, and what is approved. */
function toSurface({ caps = [], commands = [], permissions }: ConnectParams): Omit<NodeSurface, 'approvedAtMs'> {
  return { caps, commands, ...(permissions === undefined ? {} : { permissions }) };
}

/** Whether the granted scopes include all requested ones. */
export function covers(granted: readonly string[], wanted: readonly string[]): boolean {
  return OPERATOR_SCOPES.filter((scope) => wanted.includes(scope)).every((scope) => hasScope(granted, scope));
}

/** `iOS 19.1` and `iOS 19.0` count as the same platform. */
function unversioned(platform: string): string {
  return platform.replace(/[\d.]+/g, '').trim();
}
