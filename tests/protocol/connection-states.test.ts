// The client's connection states over real sockets.
// Proves: GW-4
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import type { ConnectionState } from '#contract/wire/client-api.ts';
import { startOwnClient, type OwnClient } from './support/own-client.ts';
import { startProtocolHost } from './support/protocol-host.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** A client and the kinds of its states so far, each once in a row. */
function follow(url: string, maxTries = 1_000): OwnClient & { readonly kinds: ConnectionState['kind'][] } {
  const own = startOwnClient(url, { maxTries, hurry: 20 });
  const kinds = [own.client.state().kind];
  own.client.onState(({ kind }) => kinds.at(-1) !== kind && kinds.push(kind));
  stops.push(own.stop);
  return { ...own, kinds };
}

it('goes from connecting to authenticating to connected, and through the same states after a loss', async () => {
  const host = await startProtocolHost(() => ({ steps: [{ say: 'ok' }] }));
  stops.push(host.stop);
  const { client, kinds, disconnect, stop } = follow(host.url);
  await client.request('health', {});
  expect(kinds).toEqual(['connecting', 'authenticating', 'connected']);
  disconnect();
  await expect.poll(() => kinds.slice(3)).toEqual(['reconnecting', 'authenticating', 'connected']);
  stop();
  expect(kinds.at(-1)).toBe('disconnected');
  expect(client.state()).toEqual({ kind: 'disconnected', cause: 'stopped' });
});

it('is authenticating until a gateway that accepted the socket answers, and gives up when it is gone', async () => {
  const silent = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  stops.push(() => silent.close());
  await once(silent, 'listening');
  const { client, kinds, disconnect } = follow(`ws://127.0.0.1:${(silent.address() as AddressInfo).port}`, 2);
  await expect.poll(() => kinds).toEqual(['connecting', 'authenticating']);
  silent.close();
  disconnect();
  await expect.poll(() => kinds.slice(2)).toEqual(['reconnecting', 'disconnected']);
  expect(client.state()).toMatchObject({ cause: 'unreachable' });
});
