// Who is connected: changes are sent together, only the changes to Gatehouse clients, and the whole list to others.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventPayloads } from '#contract/wire/events.ts';
import { startProtocolHost, TOKEN, type ProtocolHost } from './support/protocol-host.ts';
import { connected } from './support/raw-socket.ts';
import { connectTo } from '#tests/kill/connect.ts';

const CLIENTS = 20;

let host: ProtocolHost;
beforeAll(async () => {
  host = await startProtocolHost(() => ({ steps: [{ say: 'Yes.' }] }));
});
afterAll(() => host.stop());

describe('presence', () => {
  it('of clients that connect and disconnect together is sent a few times, to Gatehouse clients as changes', async () => {
    const own = await connectTo(host.address.origin, TOKEN);
    const changes: EventPayloads['presence.changed'][] = [];
    let wholeLists = 0;
    own.on('presence.changed', (change) => changes.push(change));
    own.on('presence', () => (wholeLists += 1));
    const other = await connected(host.url);
    const begun = performance.now();
    const crowd = await Promise.all(Array.from({ length: CLIENTS }, () => connected(host.url)));
    const { payload } = await other.event(
      'presence',
      ({ presence }) => Array.isArray(presence) && presence.length >= CLIENTS + 2,
    );
    expect(payload?.['presence']).toContainEqual(expect.objectContaining({ mode: 'gateway', reason: 'self' }));
    const lists = other.frames.filter(({ event }) => event === 'presence').length;
    expect(lists).toBeLessThanOrEqual((performance.now() - begun) / 250 + 1);
    const present = () => new Set(changes.flatMap((change) => change.present.map(({ instanceId }) => instanceId)));
    await expect.poll(() => present().size).toBeGreaterThanOrEqual(CLIENTS);
    for (const client of crowd) client.close();
    const gone = () => new Set(changes.flatMap((change) => change.gone));
    await expect.poll(() => gone().size).toBe(CLIENTS);
    expect(present().isSupersetOf(gone())).toBe(true);
    expect(wholeLists).toBe(0);
    own.stop();
    other.close();
  });
});
