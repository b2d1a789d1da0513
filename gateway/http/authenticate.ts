// Who a bearer is. The one place where a credential of an HTTP request becomes scopes.
import { OPERATOR_SCOPES, type Scope } from '#contract/wire/scopes.ts';
import type { ApiKeyRecord } from '#core/ports/identity.ts';
import type { GatewayCore } from '../server/gateway-core.ts';
import { scopesOfKey } from '../access/identity/api-keys.ts';
import { isToken } from '../access/sign-in/credential.ts';
import type { RequestOrigin } from '../access/sign-in/request-origin.ts';

/** An authenticated caller of an HTTP route. */
export interface HttpCaller {
  /** Name for the audit log and for messages: what it is and where it sits. */
  readonly actor: string;
  readonly scopes: readonly Scope[];
  /** Present when it came with a program's key. */
  readonly key?: ApiKeyRecord;
}

/** The caller whose credential `bearer` is; undefined when it is nobody's. */
export async function authenticateBearer(
  core: GatewayCore,
  bearer: string,
  { source, isLoopback, hasOrigin }: RequestOrigin,
): Promise<HttpCaller | undefined> {
  const mode = core.services.config.settings().gateway?.auth.mode ?? 'token';
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
