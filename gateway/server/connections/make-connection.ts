// Makes the connection that handlers and feeds see from what the handshake decided.
import { EVENTS, type EventName } from '#contract/wire/events.ts';
import { CAP_SESSION_FEED } from '#contract/wire/limits.ts';
import { hasScope, type Scope } from '#contract/wire/scopes.ts';
import type { GatewayServices } from '../services.ts';
import type { Accepted } from '../../access/sign-in/handshake-outcome.ts';
import type { Connection } from './connection.ts';
import type { Outbox } from './outbox.ts';
import { clientPrincipal, type Principal } from '#core/principal.ts';

/** A connection with the end that its session holds. */
export interface LiveConnection {
  readonly connection: Connection;
  /** Tells those who wait for the close. */
  ended(): void;
}

/** Makes a connection; it is silent until the session registers it. */
export function makeConnection(
  accepted: Accepted,
  address: string,
  outbox: Outbox,
  close: (code: number, reason: string) => void,
  { services }: { readonly services: Pick<GatewayServices, 'ids' | 'clock'> },
): LiveConnection {
  const closers = new Set<() => void>();
  // Few scopes, asked for on every event: remembered per scope.
  const held = new Map<Scope | 'any', boolean>([['any', true]]);
  const holds = (scope: Scope | 'any'): boolean => {
    const known = held.get(scope);
    if (known !== undefined) return known;
    const answer = scope !== 'any' && hasScope(accepted.scopes, scope);
    held.set(scope, answer);
    return answer;
  };
  const sendRaw = (event: EventName, payloadJson: string, stateVersion?: string): void => {
    if (holds(EVENTS[event].scope)) outbox.event(event, payloadJson, true, stateVersion);
  };
  const caps = new Set(accepted.caps);
  const connection: Connection = {
    id: services.ids.next(),
    client: accepted.client,
    caps,
    address,
    role: accepted.role,
    entry: accepted.entry,
    isLocal: accepted.isLocal,
    ...(accepted.apiKey === undefined ? {} : { apiKey: accepted.apiKey }),
    ...(accepted.browserSession === undefined ? {} : { browserSession: accepted.browserSession }),
    since: services.clock.now(),
    principal: toPrincipal(accepted, address),
    ownFeed: caps.has(CAP_SESSION_FEED),
    holds,
    send: (event, payload) => sendRaw(event, JSON.stringify(payload)),
    sendRaw,
    isSlow: () => outbox.isSlow(),
    onClose(listener) {
      closers.add(listener);
      return () => closers.delete(listener);
    },
    close,
  };
  return {
    connection,
    ended() {
      for (const listener of closers) listener();
      closers.clear();
    },
  };
}

/** The caller behind a connection. A person's own pages are named by what they are, other clients by their own name. */
function toPrincipal({ client, apiKey, person, scopes, deviceId }: Accepted, address: string): Principal {
  if (apiKey !== undefined) return clientPrincipal({ kind: 'api-key', name: apiKey.name, address }, scopes);
  if (person !== undefined) return clientPrincipal({ kind: 'client', name: person, address }, scopes, deviceId);
  const { displayName, id, mode } = client;
  const isOwnPage = id === 'gateway-client' && mode === 'ui';
  const isPort = address === 'local';
  const name = displayName ?? (isOwnPage ? (isPort ? 'desktop app' : 'browser') : id);
  return clientPrincipal({ kind: 'client', name, ...(isPort ? {} : { address }) }, scopes, deviceId);
}
