// A client of a host in this process, over the same kind of channel as the window's.
import { channelPair } from '#contract/wire/channel-pair.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { createClient } from '#contract/wire/client.ts';
import type { Host } from '#host/host-api.ts';
import { REAL_TIMERS } from './real-timers.ts';

/** Connects as an operator with all scopes. The caller stops the client. */
export function connectInProcess(host: Host): GatewayClient {
  const client = createClient({
    open: async () => {
      const [ours, theirs] = channelPair();
      host.connect(theirs);
      return ours;
    },
    identity: { id: 'gateway-client', mode: 'ui', version: '0.1.0', platform: 'node' },
    scopes: ['operator.admin', 'operator.read', 'operator.write', 'operator.approvals'],
    caps: [],
    timers: REAL_TIMERS,
  });
  client.start();
  return client;
}
