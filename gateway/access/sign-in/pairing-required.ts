// The answer to a device that must wait for a person.
import type { DeviceRecord } from '#core/ports/identity.ts';
import type { DeviceRequest, PairingReason } from '../identity/pairing-requests.ts';
import type { ConnectParams } from './connect-params.ts';
import type { Refused } from './handshake-outcome.ts';

const POLICY_CLOSE = 1008;
/** Clients that keep trying until they are let in. */
const PATIENT = new Set(['openclaw-control-ui']);

const WORDS: Readonly<Record<PairingReason, { readonly what: string; readonly hint: string }>> = {
  'not-paired': {
    what: 'device is not approved yet',
    hint: 'Allow it in Settings, Phone & devices, or with "gatehouse devices approve".',
  },
  'scope-upgrade': {
    what: 'device is asking for more scopes than currently approved',
    hint: 'See what it asks for in Settings, Phone & devices, then allow it.',
  },
  'role-upgrade': {
    what: 'device is asking for a higher role than currently approved',
    hint: 'See what it asks for in Settings, Phone & devices, then allow it.',
  },
  'metadata-upgrade': {
    what: 'device identity changed and must be re-approved',
    hint: 'Make sure that it is the device that you know, then allow it anew.',
  },
};

/** The refusal; its details say which request is open. */
export function pairingRequired(
  request: DeviceRequest,
  known: DeviceRecord | undefined,
  { client }: ConnectParams,
): Refused {
  const { what, hint } = WORDS[request.reason];
  const patience = PATIENT.has(client.id)
    ? { recommendedNextStep: 'wait_then_retry', retryable: true, pauseReconnect: false }
    : {};
  const approved = known === undefined ? {} : { approvedRoles: known.roles, approvedScopes: known.scopes.toSorted() };
  const details = {
    code: 'PAIRING_REQUIRED',
    reason: request.reason,
    requestId: request.requestId,
    remediationHint: hint,
    deviceId: request.deviceId,
    requestedRole: request.role,
    requestedScopes: request.scopes,
    ...approved,
    ...patience,
  };
  const message = `pairing required: ${what}`;
  return {
    error: { code: 'NOT_PAIRED', message, details },
    closeCode: POLICY_CLOSE,
    closeReason: `${message} (requestId: ${request.requestId})`,
    delayMs: 0,
  };
}
