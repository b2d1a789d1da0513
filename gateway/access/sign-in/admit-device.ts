// Admission of devices: a device with a proven key and a credential gets access, is paired silently, or must wait for approval.
import { takeStart } from '#contract/types/truncate-text.ts';
import { hasScope, knownScopes, OPERATOR_SCOPES, type Scope } from '#contract/wire/scopes.ts';
import type { DeviceRole } from '#contract/types/devices.ts';
import type { DeviceRecord } from '#core/ports/identity.ts';
import { cleanName } from '../identity/clean-name.ts';
import type { DeviceFacts, IssuedToken, VisitFacts } from '../identity/device-registry.ts';
import type { Identity } from '../identity/identity.ts';
import type { DeviceRequest, PairingReason } from '../identity/pairing-requests.ts';
import { SETUP_SCOPES, type RedeemedCode } from '../identity/setup-codes.ts';
import type { ConnectParams } from './connect-params.ts';
import type { DeviceCredential } from './credential.ts';
import type { RequestOrigin } from './request-origin.ts';
import type { NodeDeclaration } from '../identity/node-pairing.ts';
import type { JsonObject } from '#contract/types/json-object.ts';
import { defined } from '#contract/types/defined.ts';
import { gatewayPrincipal, clientPrincipal } from '#core/principal.ts';

const MAX_VERSION_CHARS = 100;

/** A device that connects. */
export interface Visitor {
  readonly params: ConnectParams;
  readonly device: NonNullable<ConnectParams['device']>;
  readonly role: DeviceRole;
  readonly peer: Pick<RequestOrigin, 'address' | 'isLocal' | 'origin'>;
  readonly credential: DeviceCredential;
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
  const reason = findReason(visitor, wanted, known);
  const maySilently = visitor.peer.isLocal && credential.kind === 'shared';
  const isHarmless = known === undefined || reason === 'scope-upgrade';
  if (reason !== undefined && !(maySilently && isHarmless))
    return requestApproval(visitor, wanted, reason, known, identity);
  if (credential.kind === 'device-token' && !covers(credential.token.scopes, wanted)) return { kind: 'scope-mismatch' };
  const record =
    known === undefined || reason !== undefined ? await pairSilently(visitor, wanted, known, identity) : known;
  await identity.devices.seen(record, describeVisit(visitor));
  if (role === 'node') await identity.nodeDeclared(record, toSurface(visitor.params));
  const token = await identity.devices.issued(record, role);
  return { kind: 'in', scopes: wanted, issued: token === undefined ? [] : [token] };
}

/** Why a person must approve the device; undefined when it is paired with these scopes. */
function findReason(
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

function requestApproval(
  visitor: Visitor,
  scopes: readonly Scope[],
  reason: PairingReason,
  known: DeviceRecord | undefined,
  identity: Identity,
): Admission {
  const request = identity.pairingRequests.ask({
    ...describeDevice(visitor),
    role: visitor.role,
    scopes,
    reason,
    ...defined({ browserOrigin: visitor.peer.origin }),
  });
  return request === undefined ? { kind: 'crowded' } : { kind: 'wait', request, ...defined({ known }) };
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
  const { params, device, peer } = visitor;
  const by = clientPrincipal({ kind: 'client', name: params.client.id, address: peer.address }, wanted, device.id);
  return identity.devices.pair(describeDevice(visitor), { roles, scopes, via: 'silent', by });
}

async function admitWithCode(visitor: Visitor, code: RedeemedCode, identity: Identity): Promise<Admission> {
  const { access, setupId } = code;
  const scopes = SETUP_SCOPES[access];
  const roles: readonly DeviceRole[] = access === 'node' ? ['node'] : ['node', 'operator'];
  const facts = describeDevice(visitor);
  const node = { ...toSurface(visitor.params), approvedAtMs: identity.now() };
  const grant = { roles, scopes, via: 'setup-code', by: gatewayPrincipal('setup code') } as const;
  const record = await identity.devices.pair(facts, grant, node);
  const outcome = { setupId, deviceId: record.deviceId, access, ts: record.approvedAtMs };
  identity.setupCompleted({ ...outcome, ...defined({ deviceName: facts.displayName }) });
  const tokens = await Promise.all(roles.map((role) => identity.devices.issued(record, role)));
  const issued = tokens.filter((token) => token !== undefined);
  // The token for the role of this connection comes first.
  const own = issued.filter(({ role }) => role === visitor.role);
  const granted = visitor.role === 'operator' ? scopes : [];
  return { kind: 'in', scopes: granted, issued: [...own, ...issued.filter(({ role }) => role !== visitor.role)] };
}

function describeDevice({ params, device, peer }: Visitor): DeviceFacts {
  const { id, mode, platform, displayName, deviceFamily, modelIdentifier } = params.client;
  return {
    deviceId: device.id,
    publicKey: device.publicKey,
    platform,
    clientId: id,
    clientMode: mode,
    ...describeVisit({ params, peer }),
    ...defined({
      displayName: cleanName(displayName),
      deviceFamily: cleanName(deviceFamily),
      modelIdentifier: cleanName(modelIdentifier),
    }),
  };
}

/** Component versions aren't in the published schema, but nodes send them. */
function describeVisit({ params: { client }, peer }: Pick<Visitor, 'params' | 'peer'>): VisitFacts {
  const { version, coreVersion, uiVersion }: JsonObject & typeof client = client;
  const shorten = (text: unknown) =>
    typeof text === 'string' && text !== '' ? takeStart(text, MAX_VERSION_CHARS) : undefined;
  return {
    version,
    remoteIp: peer.address,
    ...defined({ coreVersion: shorten(coreVersion), uiVersion: shorten(uiVersion) }),
  };
}

function toSurface({ caps = [], commands = [], permissions }: ConnectParams): NodeDeclaration {
  return { caps, commands, ...defined({ permissions }) };
}

/** Whether the granted scopes include all requested ones. */
export function covers(granted: readonly string[], wanted: readonly string[]): boolean {
  return OPERATOR_SCOPES.filter((scope) => wanted.includes(scope)).every((scope) => hasScope(granted, scope));
}

/** `iOS 19.1` and `iOS 19.0` count as the same platform. */
function unversioned(platform: string): string {
  return platform.replace(/[\d.]+/g, '').trim();
}
