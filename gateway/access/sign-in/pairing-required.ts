// The response to a device that needs approval.
import type { DeviceRecord } from '#core/ports/identity.ts';
import type { DeviceRequest, PairingReason } from '../identity/pairing-requests.ts';
import type { ConnectParams } from './connect-params.ts';
import { refuse, type Refused } from './handshake-outcome.ts';

/** Clients that keep retrying until they get access. */
const PATIENT = new Set(['openclaw-control-ui']);

const REVIEW = 'Review the request in Settings → Phone & devices, then approve it.';

const REASONS: Readonly<Record<PairingReason, { readonly what: string; readonly hint: string }>> = {
  'not-paired': {
    what: 'device is not approved yet',
    hint: 'Approve it in Settings → Phone & devices, or with "gatehouse devices approve".',
  },
  'scope-upgrade': {
    what: 'device is asking for more scopes than currently approved',
    hint: REVIEW,
  },
  'role-upgrade': {
    what: 'device is asking for a higher role than currently approved',
    hint: REVIEW,
  },
  'metadata-upgrade': {
    what: 'device identity changed and must be re-approved',
    hint: 'Make sure it is your device, then approve it again.',
  },
};

/** The error; its details name the pending request. */
export function pairingRequired(
  request: DeviceRequest,
  known: DeviceRecord | undefined,
  { client }: ConnectParams,
): Refused {
  const { what, hint } = REASONS[request.reason];
  const details = {
    code: 'PAIRING_REQUIRED',
    reason: request.reason,
    requestId: request.requestId,
    remediationHint: hint,
    deviceId: request.deviceId,
    requestedRole: request.role,
    requestedScopes: request.scopes,
    ...(known && { approvedRoles: known.roles, approvedScopes: known.scopes.toSorted() }),
    ...(PATIENT.has(client.id) && { recommendedNextStep: 'wait_then_retry', retryable: true, pauseReconnect: false }),
  };
  const refused = refuse(`pairing required: ${what}`, details, 'NOT_PAIRED');
  return { ...refused, closeReason: `${refused.error.message} (requestId: ${request.requestId})` };
}
