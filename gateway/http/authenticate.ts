// Authenticates HTTP requests: the only place where a credential becomes scopes.
import { knownScopes, OPERATOR_SCOPES } from '#contract/wire/scopes.ts';
import type { ApiKeyRecord } from '#core/ports/identity.ts';
import type { GatewayCore } from '../server/gateway-core.ts';
import { isToken } from '../access/sign-in/credential.ts';
import type { RequestOrigin } from '../access/sign-in/request-origin.ts';
import { clientPrincipal, type Principal } from '#core/principal.ts';

/** An authenticated caller of an HTTP route. */
export interface HttpCaller {
  readonly principal: Principal;
  /** Present when authenticated with an API key. */
  readonly key?: ApiKeyRecord;
}

/** The caller with the credential `bearer`; undefined when it is invalid. */
export async function authenticateBearer(
  core: GatewayCore,
  bearer: string,
  { source, isLoopback, isLocal }: RequestOrigin,
): Promise<HttpCaller | undefined> {
  const mode = core.services.config.settings().gateway.auth.mode;
  const owner = { principal: clientPrincipal({ kind: 'client', name: 'http', address: source }, OPERATOR_SCOPES) };
  const token = core.services.token.reveal();
  if (isToken(bearer, { token, mode, isLocal })) return owner;
  const key = await core.identity.keys.verify(bearer);
  if (key === undefined)
    return mode === 'password' && isLoopback && (await core.password.matches(bearer)) ? owner : undefined;
  const origin = { kind: 'api-key', name: key.name, address: source } as const;
  return { principal: clientPrincipal(origin, knownScopes(key.scopes)), key };
}

/** The token of an `Authorization: Bearer` header. */
export function parseBearer(authorization: string | undefined): string | undefined {
  return /^Bearer (\S{1,512})$/i.exec(authorization ?? '')?.[1];
}
