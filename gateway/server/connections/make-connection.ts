// Creates the connection that handlers and feeds see after a handshake.
import { defined } from '#contract/types/defined.ts';
import { EVENTS, type EventName } from '#contract/wire/events.ts';
import { CAP_SESSION_FEED } from '#contract/wire/limits.ts';
import { hasScope, type Scope } from '#contract/wire/scopes.ts';
import type { GatewayServices } from '../services.ts';
import { cleanName } from '../../access/identity/clean-name.ts';
import type { Accepted } from '../../access/sign-in/handshake-outcome.ts';
import type { Connection } from './connection.ts';
import type { Outbox } from './outbox.ts';
import { clientPrincipal, type Principal } from '#core/principal.ts';

/** A connection and the function that ends it. */
export interface LiveConnection {
  readonly connection: Connection;
  /** Calls the close listeners. */
  ended(): void;
}

/** Creates a connection. It receives published events once it is registered. */
export function makeConnection(
  accepted: Accepted,
  address: string,
  outbox: Outbox,
  close: (code: number, reason: string) => void,
  { services }: { readonly services: Pick<GatewayServices, 'ids' | 'clock'> },
): LiveConnection {
  const closers = new Set<() => void>();
  // Cached per scope: there are few, and every event checks one.
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
  const { client, role, entry, isLocal, apiKey, browserSession } = accepted;
  const connection: Connection = {
    id: services.ids.next(),
    client,
    caps,
    address,
    role,
    entry,
    isLocal,
    ...defined({ apiKey, browserSession }),
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

/** The caller. Our own pages are named by their kind, other clients by their own name. */
function toPrincipal({ client, apiKey, person, scopes, deviceId }: Accepted, address: string): Principal {
  if (apiKey !== undefined) return clientPrincipal({ kind: 'api-key', name: apiKey.name, address }, scopes);
  if (person !== undefined) return clientPrincipal({ kind: 'client', name: person, address }, scopes, deviceId);
  const { displayName, id, mode } = client;
  const isOwnPage = id === 'gateway-client' && mode === 'ui';
  const isPort = address === 'local';
  const name = cleanName(displayName) ?? (isOwnPage ? (isPort ? 'desktop app' : 'browser') : id);
  return clientPrincipal({ kind: 'client', name, ...(isPort ? {} : { address }) }, scopes, deviceId);
}
