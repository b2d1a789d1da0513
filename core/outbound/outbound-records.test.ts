import { expect, it } from 'vitest';
import type { OutboundError } from '../ports/outbound.ts';
import type { OutboundRecord, OutboundStore } from '../ports/outbound-store.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { OutboundRecords } from './outbound-records.ts';

const NOON = new Date(2026, 0, 15, 12).getTime();
const DAY_MS = 24 * 60 * 60_000;
const BY = testPrincipal('phone');
const API = { host: 'api.example', port: 443 };
const PROVIDER = { kind: 'provider', name: 'anthropic', agentId: 'main', sessionKey: 'agent:main:main' } as const;

/** A ledger over a store in memory, with a clock that the test moves. */
async function openLedger(stored: Map<string, unknown> = new Map()) {
  const saved: OutboundRecord[] = [];
  const timers = new Set<() => void>();
  const audited: string[] = [];
  const state = { now: NOON, fails: false, writes: 0 };
  const store: OutboundStore = {
    async add(records) {
      state.writes += 1;
      if (state.fails) throw new Error('the disk is full');
      saved.push(...records);
    },
    list: async (fromDay = '') => saved.filter(({ day }) => day >= fromDay).map(({ day: _day, ...row }) => row),
    prune: async () => 0,
    clear: async () => void saved.splice(0),
  };
  const ledger = new OutboundRecords({
    store,
    settings: { get: async (key) => stored.get(key), set: async (key, value) => void stored.set(key, value) },
    audit: {
      append: async ({ action, subject }) => {
        audited.push(`${action} ${subject}`);
      },
    },
    clock: {
      now: () => state.now,
      monotonic: () => state.now,
      after(_ms, run) {
        timers.add(run);
        return () => timers.delete(run);
      },
    },
    log: QUIET,
  });
  await ledger.load();
  const runTimers = () => {
    const due = [...timers];
    timers.clear();
    for (const run of due) run();
  };
  return { ledger, saved, state, audited, stored, runTimers, timers };
}

/** A connection whose traffic the test sets. */
function connection() {
  const traffic = { sent: 0, received: 0 };
  const stopped: OutboundError[] = [];
  return {
    traffic,
    stopped,
    live: { traffic: () => ({ ...traffic }), stop: (error: OutboundError) => void stopped.push(error) },
  };
}

it('sums the calls of a caller to a host, and writes them together', async () => {
  const { ledger, saved, state, runTimers } = await openLedger();
  for (let call = 0; call < 100; call += 1) {
    const { traffic, live } = connection();
    const end = ledger.open(PROVIDER, API, live);
    Object.assign(traffic, { sent: 10, received: 100 });
    end();
    end();
  }
  expect(state.writes).toBe(0);
  runTimers();
  await ledger.list({ period: 'all' });
  expect(state.writes).toBe(1);
  expect(saved).toMatchObject([
    { caller: PROVIDER, destination: API, count: 100, refused: 0, sent: 1_000, received: 10_000 },
  ]);
});

it('lists the bytes of open connections, each once', async () => {
  const { ledger } = await openLedger();
  const { traffic, live } = connection();
  const end = ledger.open(PROVIDER, API, live);
  Object.assign(traffic, { sent: 5, received: 7 });
  expect((await ledger.list({ period: 'today' })).totals).toEqual({ sent: 5, received: 7, count: 1 });
  Object.assign(traffic, { sent: 6, received: 9 });
  end();
  expect((await ledger.list({ period: 'today' })).totals).toEqual({ sent: 6, received: 9, count: 1 });
});

it('lists an attempt that never connected, but counts only connections', async () => {
  const { ledger } = await openLedger();
  for (let attempt = 0; attempt < 3; attempt += 1) ledger.open(PROVIDER, API, connection().live)();
  expect(await ledger.list({ period: 'today' })).toMatchObject({
    destinations: [{ host: 'api.example', count: 0, refused: 0, sent: 0, received: 0 }],
    totals: { count: 0 },
  });
  const { traffic, live } = connection();
  const end = ledger.open(PROVIDER, API, live);
  Object.assign(traffic, { sent: 5, received: 7 });
  end();
  ledger.open(PROVIDER, API, connection().live)('refused');
  ledger.open(PROVIDER, API, { ...connection().live, hasUnknownTraffic: true })();
  expect((await ledger.list({ period: 'today' })).destinations).toMatchObject([{ count: 3, refused: 1 }]);
});

it('rejects a blocked host for every caller, shows the attempt, and names the block', async () => {
  const { ledger, audited } = await openLedger();
  const open = connection();
  open.traffic.sent = 1;
  ledger.open(PROVIDER, API, open.live);
  await ledger.block({ host: 'api.example' }, BY);
  expect(open.stopped).toMatchObject([{ code: 'blocked' }]);
  const attempt = () =>
    ledger.open({ kind: 'tool', name: 'fetch' }, { host: 'api.example', port: 8443 }, connection().live);
  expect(attempt).toThrow(/api\.example:8443 are blocked.*gatehouse outbound unblock api\.example/);
  const { destinations, blocks } = await ledger.list({ period: 'today' });
  expect(destinations.map(({ port, count, refused, isBlocked }) => ({ port, count, refused, isBlocked }))).toEqual([
    { port: 443, count: 1, refused: 0, isBlocked: true },
    { port: 8443, count: 1, refused: 1, isBlocked: true },
  ]);
  expect(blocks).toMatchObject([{ host: 'api.example' }]);
  expect(await ledger.unblock({ host: 'api.example' }, BY)).toBe(true);
  expect(await ledger.unblock({ host: 'api.example' }, BY)).toBe(false);
  expect(attempt).not.toThrow();
  expect(audited).toEqual(['outbound.blocked api.example', 'outbound.unblocked api.example']);
});

it('keeps blocks for the next start, and a block of one port to that port', async () => {
  const { ledger, stored } = await openLedger();
  await ledger.block({ host: '127.0.0.1', port: 11_434 }, BY);
  const next = (await openLedger(new Map(JSON.parse(JSON.stringify([...stored])) as [string, unknown][]))).ledger;
  expect(() => next.open(PROVIDER, { host: '127.0.0.1', port: 11_434 }, connection().live)).toThrow(
    'gatehouse outbound unblock 127.0.0.1:11434',
  );
  expect(() => next.open(PROVIDER, { host: '127.0.0.1', port: 8080 }, connection().live)).not.toThrow();
});

it('loses nothing when a write fails', async () => {
  const { ledger, state } = await openLedger();
  state.fails = true;
  ledger.refuse(PROVIDER, API);
  ledger.refuse(PROVIDER, API);
  expect((await ledger.list({ period: 'all' })).destinations).toEqual([]);
  state.fails = false;
  expect((await ledger.list({ period: 'all' })).destinations).toMatchObject([{ count: 2, refused: 2 }]);
});

it('lists today, the last seven days, or everything', async () => {
  const { ledger, state } = await openLedger();
  for (const daysAgo of [8, 6, 0]) {
    state.now = NOON - daysAgo * DAY_MS;
    ledger.refuse(PROVIDER, { host: `day-${daysAgo}.example`, port: 443 });
    await ledger.list({ period: 'all' });
  }
  const hosts = async (period: 'today' | 'week' | 'all') =>
    (await ledger.list({ period })).destinations.map(({ host }) => host).toSorted();
  expect(await hosts('today')).toEqual(['day-0.example']);
  expect(await hosts('week')).toEqual(['day-0.example', 'day-6.example']);
  expect(await hosts('all')).toEqual(['day-0.example', 'day-6.example', 'day-8.example']);
});

it('finds hosts by text and by the kind of caller, with the totals of what was found', async () => {
  const { ledger } = await openLedger();
  ledger.refuse(PROVIDER, API);
  ledger.refuse({ kind: 'tool', name: 'fetch' }, API);
  ledger.refuse({ kind: 'machine', name: 'docker', agentId: 'builder' }, { host: 'npm.example', port: 443 });
  const find = async (query: Parameters<typeof ledger.list>[0]) =>
    (await ledger.list(query)).destinations.map(({ host, count, callers }) => `${host} ${count} ${callers.length}`);
  expect(await find({ period: 'all', search: ' BUILDER ' })).toEqual(['npm.example 1 1']);
  expect(await find({ period: 'all', search: 'api.' })).toEqual(['api.example 2 2']);
  expect(await find({ period: 'all', kind: 'tool' })).toEqual(['api.example 1 1']);
});

it('keeps few rows in memory for very many sessions', async () => {
  const { ledger, saved } = await openLedger();
  for (let session = 0; session < 6_000; session += 1)
    ledger.refuse({ ...PROVIDER, sessionKey: `agent:main:s${session}` }, API);
  expect((await ledger.list({ period: 'all' })).totals.count).toBe(6_000);
  expect(saved.length).toBe(5_001);
});

it('has no timer while nothing happens', async () => {
  const { ledger, timers, runTimers } = await openLedger();
  const end = ledger.open(PROVIDER, API, connection().live);
  runTimers();
  expect(timers.size).toBeGreaterThan(0);
  end();
  runTimers();
  runTimers();
  await ledger.close();
  expect(timers.size).toBe(0);
});

it('lists programs whose connections are unknown apart from the destinations, by machine', async () => {
  const { ledger, runTimers } = await openLedger();
  ledger.recordUntracked({ kind: 'machine', name: 'host' });
  ledger.recordUntracked({ kind: 'machine', name: 'host' });
  const { traffic, live } = connection();
  traffic.sent = 1;
  ledger.open(PROVIDER, API, live)();
  runTimers();
  const { destinations, untracked, totals } = await ledger.list({ period: 'all' });
  expect(destinations.map(({ host }) => host)).toEqual([API.host]);
  expect(totals.count).toBe(1);
  expect(untracked).toEqual([{ caller: { kind: 'machine', name: 'host' }, count: 2, firstAt: NOON, lastAt: NOON }]);
  expect((await ledger.list({ period: 'all', kind: 'provider' })).untracked).toEqual([]);
});
