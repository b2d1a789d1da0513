import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { OutboundRecord } from '#core/ports/outbound-store.ts';
import type { Store } from '#core/ports/store.ts';
import { testStoreOptions } from '#tests/support/sqlite/open-test-store.ts';
import { openStore } from './open-store.ts';

let folder: string;
let store: Store;

const open = () => openStore(testStoreOptions(join(folder, 'gatehouse.db')));

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-outbound-'));
  store = await open();
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

function record(day: number, host: string, more: Partial<OutboundRecord> = {}): OutboundRecord {
  const at = Date.UTC(2026, 0, day);
  return {
    day: new Date(at).toISOString().slice(0, 10),
    caller: { kind: 'provider', name: 'anthropic', agentId: 'main', sessionKey: 'agent:main:main' },
    destination: { host, port: 443 },
    count: 1,
    refused: 0,
    sent: 10,
    received: 100,
    firstAt: at,
    lastAt: at,
    ...more,
  };
}

it('adds to the row of the same day, caller, and destination, and keeps it', async () => {
  await store.outbound.add([record(1, 'a.example'), record(1, 'b.example')]);
  await store.outbound.add([record(1, 'a.example', { refused: 1, lastAt: Date.UTC(2026, 0, 1, 5) })]);
  await store.close();
  store = await open();
  expect(await store.outbound.list(undefined, 10)).toEqual([
    {
      caller: { kind: 'provider', name: 'anthropic', agentId: 'main', sessionKey: 'agent:main:main' },
      destination: { host: 'a.example', port: 443 },
      count: 2,
      refused: 1,
      sent: 20,
      received: 200,
      firstAt: Date.UTC(2026, 0, 1),
      lastAt: Date.UTC(2026, 0, 1, 5),
    },
    expect.objectContaining({ destination: { host: 'b.example', port: 443 }, count: 1 }),
  ]);
});

it('lists the totals from a day on, the latest first', async () => {
  await store.outbound.add([record(1, 'a.example'), record(2, 'b.example'), record(3, 'a.example')]);
  const hosts = async (day?: string) =>
    (await store.outbound.list(day, 10)).map(({ destination, count }) => `${destination.host} ${count}`);
  expect(await hosts()).toEqual(['a.example 2', 'b.example 1']);
  expect(await hosts('2026-01-02')).toEqual(['a.example 1', 'b.example 1']);
  expect(await store.outbound.list(undefined, 1)).toHaveLength(1);
});

it('keeps callers without an agent or session apart from those with one', async () => {
  const caller = { kind: 'gateway', name: 'model table' } as const;
  await store.outbound.add([record(1, 'a.example', { caller }), record(1, 'a.example')]);
  await store.outbound.add([record(1, 'a.example', { caller })]);
  expect((await store.outbound.list(undefined, 10)).map(({ caller: one, count }) => [one.name, count])).toEqual(
    expect.arrayContaining([
      ['model table', 2],
      ['anthropic', 1],
    ]),
  );
});

it('deletes old rows, and the oldest ones above the limit', async () => {
  await store.outbound.add([1, 2, 3, 4].map((day) => record(day, `host-${day}.example`)));
  expect(await store.outbound.prune(Date.UTC(2026, 0, 2), 2)).toBe(2);
  const left = (await store.outbound.list(undefined, 10)).map(({ destination }) => destination.host);
  expect(left).toEqual(['host-4.example', 'host-3.example']);
  await store.outbound.clear();
  expect(await store.outbound.list(undefined, 10)).toEqual([]);
});
