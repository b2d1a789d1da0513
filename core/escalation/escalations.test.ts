// Who is told about a pending approval, when, and what is recorded about it.
// Proves: AP-5
import { describe, expect, it } from 'vitest';
import type { ApprovalDelivery } from '#contract/types/approval-deliveries.ts';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import type { EngineNotice } from '../engine/notices.ts';
import { Escalations, type Attention, type EscalationPorts, type StepResult } from './escalations.ts';

const START = new Date(2026, 10, 30, 12, 0).getTime();
const SECOND = 1_000;

interface Options {
  readonly pending?: readonly ApprovalRecord[];
  readonly results?: readonly (readonly StepResult[])[];
  readonly ttl?: number;
  readonly quiet?: { readonly from: string; readonly to: string };
  readonly phoneSeconds?: number;
}

function approval(more: Partial<ApprovalRecord> = {}, ttl = 30 * 60 * SECOND): ApprovalRecord {
  return { id: 'a1', createdAtMs: START, expiresAtMs: START + ttl, ...more } as ApprovalRecord; // The fields that escalations read.
}

function setUp({ pending = [], results = [[{ target: 'push.example.org' }]], quiet, phoneSeconds = 60 }: Options = {}) {
  let now = START;
  const timers: { readonly at: number; readonly run: () => void }[] = [];
  const values = new Map<string, unknown>([['preferences', quiet === undefined ? {} : { 'notify-quiet': quiet }]]);
  const listeners: ((notice: EngineNotice) => void)[] = [];
  const sent: number[] = [];
  const state: { attention: Attention } = { attention: { focused: false, notifies: false } };
  const ports = {
    engine: {
      approvals: { pending: async () => pending },
      onNotice: (listener: (notice: EngineNotice) => void) => (listeners.push(listener), () => undefined),
    },
    config: {
      settings: () => ({ approvals: { escalation: { desktopSeconds: 2, phoneSeconds, channelSeconds: 0 } } }),
    },
    settings: {
      get: async (key: string) => values.get(key),
      set: async (key: string, value: unknown) => void values.set(key, value),
      delete: async (key: string) => void values.delete(key),
      list: async (prefix: string) =>
        [...values].flatMap(([key, value]) => (key.startsWith(prefix) ? [{ key, value }] : [])),
    },
    attention: () => state.attention,
    steps: {
      phone: async () => {
        sent.push((now - START) / SECOND);
        return results[sent.length - 1] ?? [];
      },
      channel: async () => [],
    },
    clock: {
      now: () => now,
      monotonic: () => now,
      after(ms: number, run: () => void) {
        const timer = { at: now + ms, run };
        timers.push(timer);
        return () => void (timers.includes(timer) && timers.splice(timers.indexOf(timer), 1));
      },
    },
    log: { warn() {} },
  } as unknown as EscalationPorts; // What escalations use.
  const escalations = new Escalations(ports);
  const settle = () => new Promise((done) => setImmediate(done));
  return {
    escalations,
    sent,
    state,
    publish: (record: ApprovalRecord) => {
      for (const tell of listeners) tell({ kind: 'approval', approval: record });
    },
    /** Lets time pass, one timer after another. */
    async pass(seconds: number) {
      const until = now + seconds * SECOND;
      for (;;) {
        const next = timers.toSorted((a, b) => a.at - b.at).find(({ at }) => at <= until);
        if (next === undefined) break;
        timers.splice(timers.indexOf(next), 1);
        now = Math.max(now, next.at);
        next.run();
        await settle();
      }
      now = until;
    },
    async told() {
      const found: readonly ApprovalDelivery[] = await escalations.deliveries('a1');
      return found.map(({ at, via, outcome, target, skipped, problem }) =>
        [`${(at - START) / SECOND}`, via, outcome, target ?? skipped, problem].filter(Boolean).join(' '),
      );
    },
  };
}

describe('escalation', () => {
  it('tells open apps, then phones after the delay', async () => {
    const { escalations, publish, pass, state, sent, told } = setUp();
    await escalations.start();
    state.attention = { focused: false, notifies: true };
    publish(approval());
    await pass(59);
    expect(sent).toEqual([]);
    await pass(1);
    expect(await told()).toEqual(['2 desktop sent', '60 phone sent push.example.org']);
    await pass(600);
    expect(sent).toEqual([60]);
  });

  it('stops when the approval is answered', async () => {
    const { escalations, publish, pass, sent } = setUp();
    await escalations.start();
    publish(approval());
    await pass(30);
    publish(approval({ outcome: 'deny' }));
    await pass(600);
    expect(sent).toEqual([]);
  });

  it('waits while somebody looks at the app, and sends once nobody does', async () => {
    const { escalations, publish, pass, state, told } = setUp();
    await escalations.start();
    state.attention = { focused: true, notifies: true };
    publish(approval());
    await pass(150);
    expect(await told()).toEqual(['2 window sent', '60 phone skipped focused']);
    state.attention = { focused: false, notifies: false };
    await pass(30);
    expect((await told()).at(-1)).toBe('180 phone sent push.example.org');
  });

  it('respects quiet hours', async () => {
    const { escalations, publish, pass, sent, told } = setUp({ quiet: { from: '12:00', to: '12:02' } });
    await escalations.start();
    publish(approval());
    await pass(90);
    expect(await told()).toContain('60 phone skipped quiet');
    await pass(60);
    expect(sent).toEqual([120]);
  });

  it('tries again after a failure, and says what failed', async () => {
    const failure = [{ target: 'push.example.org', problem: "Couldn't reach push.example.org." }];
    const { escalations, publish, pass, told } = setUp({ results: [failure, [{ target: 'push.example.org' }]] });
    await escalations.start();
    publish(approval());
    await pass(100);
    expect((await told()).slice(1)).toEqual([
      "60 phone failed push.example.org Couldn't reach push.example.org.",
      '90 phone sent push.example.org',
    ]);
  });

  it('comes before a short expiry, and also for approvals that were pending at the start', async () => {
    const { escalations, pass, sent } = setUp({ pending: [approval({}, 40 * SECOND)] });
    await escalations.start();
    await pass(20);
    expect(sent).toEqual([20]);
  });

  it('records that there was nobody to tell, and can be switched off', async () => {
    const nobody = setUp({ results: [] });
    await nobody.escalations.start();
    nobody.publish(approval());
    await nobody.pass(61);
    expect(await nobody.told()).toEqual(['2 desktop skipped nobody', '60 phone skipped nobody']);
    const off = setUp({ phoneSeconds: 0 });
    await off.escalations.start();
    off.publish(approval());
    await off.pass(900);
    expect(off.sent).toEqual([]);
  });
});
