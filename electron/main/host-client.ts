// The tray's client of the host in this process. It sees what any other client sees.
import { createClient } from '#contract/wire/client.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { CAP_SESSION_FEED } from '#contract/wire/limits.ts';
import { channelPair } from '#contract/wire/channel-pair.ts';
import type { Host } from '#host/host-api.ts';

/** Connects the tray to `host`. The caller stops the client. */
export function connectTray(host: Pick<Host, 'connect'>, version: string): GatewayClient {
  const client = createClient({
    open: async () => {
      const [ours, theirs] = channelPair();
      host.connect(theirs);
      return ours;
    },
    identity: { id: 'gateway-client', mode: 'ui', version, platform: process.platform },
    scopes: ['operator.admin'],
    // With this capability it gets streaming text only for watched sessions, and it watches none.
    caps: [CAP_SESSION_FEED],
    timers: {
      now: () => Date.now(),
      after: (ms, run) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
      random: Math.random,
    },
  });
  client.start();
  return client;
}
