// Authenticates HTTP requests: the only place where a credential becomes scopes.
import { OPERATOR_SCOPES, type Scope } from '#contract/wire/scopes.ts';
import type { ApiKeyRecord } from '#core/ports/identity.ts';
import type { GatewayCore } from '../server/gateway-core.ts';
import { scopesOfKey } from '../access/identity/api-keys.ts';
import { isToken } from '../access/sign-in/credential.ts';
import type { RequestOrigin } from '../access/sign-in/request-origin.ts';

/** An authenticated caller of an HTTP route. */
export interface HttpCaller {
  /** Name for the audit log and messages: kind of credential and source. */
  readonly actor: string;
  readonly scopes: readonly Scope[];
  /** Present when authenticated with an API key. */
  readonly key?: ApiKeyRecord;
}

/** The caller with the credential `bearer`; undefined when it is invalid. */
export async function authenticateBearer(
  core: GatewayCore,
  bearer: string,
  { source, isLoopback, hasOrigin }: RequestOrigin,
): Promise<HttpCaller | undefined> {
  const mode = core.services.config.settings().gateway.auth.mode;
  const owner = { actor: `http (${source})`, scopes: OPERATOR_SCOPES };
  const token = core.services.token.reveal();
  if (isToken(bearer, { token, mode, isLocal: isLoopback && !hasOrigin })) return owner;
  const key = await core.identity.keys.verify(bearer);
  if (key === undefined)
    return mode === 'password' && isLoopback && (await core.password.matches(bearer)) ? owner : undefined;
  return { actor: `key ${key.name} (${source})`, scopes: scopesOfKey(key), key };
}

/** The token of an `Authorization: Bearer` header. */
export function bearerOf(authorization: string | undefined): string | undefined {
  return /^Bearer (\S{1,512})$/i.exec(authorization ?? '')?.[1];
}
