// Everything that leaves this machine: the ledger, the client for untrusted addresses, the way out of machines, and credentials.
import type { Environment } from '#adapters/configuration/substitution.ts';
import { createEgressProxies, type EgressProxies } from '#adapters/outbound/egress-proxy/open-egress-proxy.ts';
import { createOutbound } from '#adapters/outbound/guarded-call.ts';
import { HostCredentials } from '#core/outbound/host-credentials.ts';
import { OutboundRecords } from '#core/outbound/outbound-records.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import type { Outbound } from '#core/ports/outbound.ts';
import type { Store } from '#core/ports/store.ts';

/** What the outbound parts depend on. */
export interface OutboundOptions {
  readonly store: Pick<Store, 'outbound' | 'settings' | 'secrets' | 'audit'>;
  readonly environment: Environment;
  readonly clock: Clock;
  readonly log: Log;
}

/** The outbound parts of a host. */
export interface OpenOutbound {
  readonly ledger: OutboundRecords;
  readonly credentials: HostCredentials;
  readonly outbound: Outbound;
  readonly egress: EgressProxies;
}

/** Opens the outbound parts. `closers`: what must be closed later, in reverse order. */
export async function openOutboundParts(
  { store, environment, clock, log }: OutboundOptions,
  closers: (() => void | Promise<void>)[],
): Promise<OpenOutbound> {
  const { settings, secrets, audit } = store;
  const ledger = new OutboundRecords({ store: store.outbound, settings, audit, clock, log: log.part('outbound') });
  await ledger.load();
  closers.push(() => ledger.close());
  const credentials = new HostCredentials({ settings, secrets, audit, clock });
  const egress = createEgressProxies({ ledger, environment, credentials: (agentId) => credentials.forAgent(agentId) });
  return { ledger, credentials, egress, outbound: createOutbound({ environment, ledger }) };
}
