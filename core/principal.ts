// Who makes a call. Every change carries a principal; the audit log, events and the wire contain its name.
import type { Scope } from '#contract/wire/scopes.ts';

/** The user of a gateway that has one user. */
const LOCAL_USER = 'local';

/** The origin of a call. */
export interface CallOrigin {
  readonly kind: 'client' | 'api-key' | 'hook' | 'channel' | 'agent' | 'schedule' | 'policy' | 'gateway';
  readonly name: string;
  /** Network address, of a call that came over the network. */
  readonly address?: string;
}

/** Who makes a call, for whom, and with which scopes. */
export interface Principal {
  readonly userId: string;
  /** The device whose key was proven. */
  readonly deviceId?: string;
  readonly scopes: readonly Scope[];
  readonly origin: CallOrigin;
}

/** Prefixes of origin names. Stored rows contain these texts. */
const PREFIXES: Readonly<Record<CallOrigin['kind'], string>> = {
  client: '',
  'api-key': 'key ',
  hook: 'hook:',
  channel: 'channel:',
  agent: 'agent:',
  schedule: 'cron:',
  policy: '',
  gateway: '',
};

/** The gateway itself, for expiries, resets, and changes of the configuration file. */
export const GATEWAY = gatewayPrincipal('gatehouse');

/** A part of the gateway that is named in the audit log. */
export function gatewayPrincipal(name: string): Principal {
  return { userId: LOCAL_USER, scopes: [], origin: { kind: 'gateway', name } };
}

/** A client, API key, webhook, or sender in a chat. */
export function clientPrincipal(origin: CallOrigin, scopes: readonly Scope[], deviceId?: string): Principal {
  return { userId: LOCAL_USER, scopes, origin, ...(deviceId === undefined ? {} : { deviceId }) };
}

/** An agent, acting for the user whose session it works in. */
export function agentPrincipal(session: { readonly agentId: string; readonly ownerId: string }): Principal {
  return { userId: session.ownerId, scopes: [], origin: { kind: 'agent', name: session.agentId } };
}

/** A schedule, acting for the user who owns it. */
export function schedulePrincipal(id: string, userId: string): Principal {
  return { userId, scopes: [], origin: { kind: 'schedule', name: id } };
}

/** The policy, deciding about a call in a user's session. `decidedBy` is a rule, mode or setting. */
export function policyPrincipal(decidedBy: string, userId: string): Principal {
  return { userId, scopes: [], origin: { kind: 'policy', name: decidedBy } };
}

/** The name of a principal, as it is stored and sent. */
export function formatPrincipal({ origin: { kind, name, address } }: Principal): string {
  const text = `${PREFIXES[kind]}${name}`;
  return address === undefined ? text : `${text} (${address})`;
}
