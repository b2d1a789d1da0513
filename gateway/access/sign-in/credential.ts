// Reads the credential of a `connect`, and describes why it was rejected.
import type { ApiKeyRecord, DeviceToken } from '#core/ports/identity.ts';
import type { AuthSettings } from '#core/ports/settings.ts';
import type { Identity } from '../identity/identity.ts';
import { KEY_START } from '../identity/api-keys.ts';
import type { RedeemedCode } from '../identity/setup-codes.ts';
import type { ConnectParams } from './connect-params.ts';
import type { GatewayPassword } from './password.ts';
import { sameSecret } from './shared-secret.ts';

/** A valid credential. */
export type Credential =
  | { readonly kind: 'shared'; readonly by: 'token' | 'password' | 'proxy' }
  | { readonly kind: 'device-token'; readonly token: DeviceToken }
  | { readonly kind: 'api-key'; readonly key: ApiKeyRecord }
  | { readonly kind: 'setup-code'; readonly code: RedeemedCode };

/** A credential with which a device can be admitted. */
export type DeviceCredential = Exclude<Credential, { readonly kind: 'api-key' }>;

/** Why a credential is rejected. */
export type CredentialProblem = keyof typeof PROBLEMS;

/** What the check needs. */
export interface CredentialContext {
  readonly token: string;
  readonly password: GatewayPassword;
  readonly mode: AuthSettings['mode'];
  /** A program on this machine: it may use the token in every mode. */
  readonly isLocal: boolean;
  /** The user signed in by the configured proxy. */
  readonly proxyUser?: string | undefined;
  readonly identity: Identity;
}

/** Reads the credential. The device of the params, if any, has proven its key already. */
export async function readCredential(
  params: ConnectParams,
  context: CredentialContext,
): Promise<Credential | CredentialProblem> {
  const { device } = params;
  const { mode, identity } = context;
  const given = getSecret(params, mode);
  if (given !== '' && isToken(given, context)) return { kind: 'shared', by: 'token' };
  if (given.startsWith(KEY_START)) {
    const key = await identity.keys.verify(given);
    if (key !== undefined) return { kind: 'api-key', key };
  }
  const own = device === undefined ? undefined : await deviceCredential(params, device.id, identity);
  if (own !== undefined) return own;
  if (mode === 'password' && (await context.password.matches(given))) return { kind: 'shared', by: 'password' };
  if (given === '' && context.proxyUser !== undefined) return { kind: 'shared', by: 'proxy' };
  if (given !== '' && mode === 'password' && !(await context.password.isSet())) return 'not-configured';
  return given === '' ? findProblem(params) : 'mismatch';
}

/** If both fields are present, the one named like the mode counts. */
function getSecret({ auth }: ConnectParams, mode: AuthSettings['mode']): string {
  return (mode === 'password' ? auth?.password || auth?.token : auth?.token || auth?.password) ?? '';
}

function findProblem({ auth }: ConnectParams): CredentialProblem {
  if (auth?.deviceToken !== undefined) return 'device-token';
  return auth?.bootstrapToken === undefined ? 'missing' : 'bootstrap';
}

/** Whether this is the gateway's token, where it is valid: everywhere in the `token` mode, otherwise on this machine only. */
export function isToken(
  given: string,
  { token, mode, isLocal }: Pick<CredentialContext, 'token' | 'mode' | 'isLocal'>,
): boolean {
  return (mode === 'token' || isLocal) && sameSecret(given, token);
}

/** Credentials that are valid only together with their device. */
async function deviceCredential(
  { auth, role }: ConnectParams,
  deviceId: string,
  identity: Identity,
): Promise<Credential | undefined> {
  for (const text of [auth?.token, auth?.deviceToken]) {
    if (text === undefined || text === '') continue;
    const token = await identity.devices.verify(deviceId, role === 'node' ? 'node' : 'operator', text);
    if (token !== undefined) return { kind: 'device-token', token };
  }
  const code = auth?.bootstrapToken === undefined ? undefined : identity.setup.redeem(auth.bootstrapToken);
  return code === undefined ? undefined : { kind: 'setup-code', code };
}

/** The error for a rejected credential. */
export function credentialRefusal(problem: CredentialProblem, mode: AuthSettings['mode'], mayRetry: boolean) {
  // The secret may arrive in either field, but users know it by one name.
  const name = mode === 'password' ? 'password' : 'token';
  const { code, reason, step, text } = PROBLEMS[problem];
  const details = {
    code: code.replace('SHARED', name.toUpperCase()),
    authReason: reason.replace('shared', name),
    canRetryWithDeviceToken: mayRetry,
    recommendedNextStep: mayRetry ? 'retry_with_device_token' : step,
  };
  return { message: `unauthorized: ${text.replaceAll('shared', name)}`, details };
}

const PROBLEMS = {
  missing: {
    code: 'AUTH_SHARED_MISSING',
    reason: 'shared_missing',
    step: 'update_auth_configuration',
    text: 'gateway shared missing (provide the shared of this gateway)',
  },
  'not-configured': {
    code: 'AUTH_SHARED_NOT_CONFIGURED',
    reason: 'shared_missing_config',
    step: 'update_auth_configuration',
    text: 'gateway shared not set (set one in Settings, Gateway)',
  },
  mismatch: {
    code: 'AUTH_SHARED_MISMATCH',
    reason: 'shared_mismatch',
    step: 'update_auth_credentials',
    text: 'gateway shared mismatch (provide the shared of this gateway)',
  },
  'device-token': {
    code: 'AUTH_DEVICE_TOKEN_MISMATCH',
    reason: 'device_token_mismatch',
    step: 'update_auth_credentials',
    text: 'device token unknown or revoked (connect with the gateway shared)',
  },
  bootstrap: {
    code: 'AUTH_BOOTSTRAP_TOKEN_INVALID',
    reason: 'bootstrap_token_invalid',
    step: 'review_auth_configuration',
    text: 'setup code invalid, expired or used (create a new one)',
  },
  scope: {
    code: 'AUTH_SCOPE_MISMATCH',
    reason: 'scope_mismatch',
    step: 'review_auth_configuration',
    text: 'the device token does not cover these scopes (rotate it, or request fewer)',
  },
} as const;
