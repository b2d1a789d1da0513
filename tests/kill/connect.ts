// Connects Gatehouse's client over a WebSocket.
import { createClient } from '#contract/wire/client.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { CAP_SESSION_FEED } from '#contract/wire/limits.ts';
import { openWebSocket } from '#cli/connection/web-socket-channel.ts';
import { MAX_WAIT_MS } from '#tests/support/wait-until.ts';
import { REAL_TIMERS } from '#tests/support/real-timers.ts';

/** Connects with the gateway token. Rejects on timeout. */
export async function connectTo(origin: string, token: string): Promise<GatewayClient> {
  const client = createClient({
    open: (signal) => openWebSocket(origin.replace(/^http/, 'ws'), signal),
    identity: { id: 'gateway-client', mode: 'backend', version: '0.0.0', platform: process.platform },
    token,
    scopes: ['operator.admin'],
    caps: [CAP_SESSION_FEED],
    timers: REAL_TIMERS,
    maxTries: 1,
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(new Error('the client was not ready in time')), MAX_WAIT_MS);
  const stop = client.onState((state) => {
    if (state.kind === 'connected') resolve();
    else if (state.kind !== 'connecting' && state.kind !== 'authenticating')
      reject(new Error(`the client could not connect: ${JSON.stringify(state)}`));
  });
  client.start();
  await promise.finally(() => {
    clearTimeout(timer);
    stop();
  });
  return client;
}
