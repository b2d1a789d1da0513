// Proves: GW-10
import { describe, expect, it } from 'vitest';
import { createCronExpressions } from '#adapters/schedules/cron-expressions.ts';
import { settle } from '#tests/support/core/manual-clock.ts';
import { killAtWrite, scheduleHarness, turn, type ScheduleHarness } from '#tests/support/core/schedule-harness.ts';
import { fails, hangs, says, waits, type ScriptedCall } from '#tests/support/core/scripted-provider.ts';
import { isSilent } from './heartbeat-text.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';

const MAIN = 'agent:main:main';
const MINUTE = 60_000;
const HEARTBEAT = { every: '30m', everyMs: 30 * MINUTE, prompt: 'Anything?' };

const start = (script: readonly ScriptedCall[] = [], heartbeat: typeof HEARTBEAT | undefined = HEARTBEAT) =>
  scheduleHarness(createCronExpressions(), script, heartbeat === undefined ? {} : { agent: { heartbeat } });
const quiet = (script: readonly ScriptedCall[] = []) => scheduleHarness(createCronExpressions(), script);
const wake = (h: ScheduleHarness, text: string, mode: 'now' | 'next-heartbeat' = 'now', key?: string) =>
  h.schedules.wake(
    { agentId: 'main', sessionKey: MAIN, text, mode, ...(key === undefined ? {} : { key }) },
    testPrincipal('me'),
  );
/** What the agent was told, message by message. */
const told = (h: ScheduleHarness): readonly string[] =>
  h.events(MAIN).flatMap((event) => (event.type === 'message.accepted' ? [event.text] : []));
const heard = (h: ScheduleHarness) =>
  h.notes.flatMap((note) => (note.kind === 'heartbeat' ? [note.heartbeat.status] : []));

describe('a heartbeat', () => {
  it('runs when due, with all stored notes, once each', async () => {
    const h = await start([says('I took note.'), says('HEARTBEAT_OK')]);
    expect(await wake(h, 'A parcel came.', 'next-heartbeat')).toBe('queued');
    expect(await wake(h, 'A parcel came.', 'next-heartbeat')).toBe('coalesced');
    await h.clock.advance(MINUTE);
    expect(told(h)).toEqual([]);
    await h.clock.advance(60 * MINUTE);
    const [first, second] = told(h);
    expect(first).toMatch(/^Anything\?[^]*- \[.*\] A parcel came\.$/);
    expect(first?.split('parcel')).toHaveLength(2);
    expect(second).toBe('Anything?');
    expect(heard(h)).toEqual(['sent', 'ok-token']);
    expect(h.schedules.lastHeartbeat()).toMatchObject({ agentId: 'main', sessionKey: MAIN, silent: true });
    expect((await h.killed()).schedules.lastHeartbeat()).toMatchObject({ status: 'ok-token' });
  });

  it('with nothing to report leaves the session read', async () => {
    const h = await start([says('hello'), says('HEARTBEAT_OK'), says('Look at this!')]);
    await h.ask('hi', { sessionKey: MAIN });
    await h.engine.sessions.patch(MAIN, { unread: false }, testPrincipal('me'));
    await h.clock.advance(30 * MINUTE);
    expect(await h.engine.sessions.get(MAIN)).toMatchObject({ unread: false, preview: 'HEARTBEAT_OK' });
    await h.clock.advance(30 * MINUTE);
    expect(await h.engine.sessions.get(MAIN)).toMatchObject({ unread: true });
  });

  it('is skipped while the agent is busy and not replayed after sleep', async () => {
    const h = await start([hangs()]);
    await h.clock.advance(30 * MINUTE - 10_000);
    await h.send('work', { sessionKey: MAIN });
    await h.clock.advance(10_000);
    await h.engine.runs.abort(MAIN);
    h.clock.jump(3 * 60 * MINUTE + MINUTE);
    await h.clock.advance(11_000);
    const rows = await h.rows('heartbeat:main');
    expect(rows.map(({ status }) => status)).toEqual(['skipped', ...Array.from({ length: 6 }, () => 'missed')]);
    expect(heard(h)).toEqual(['skipped']);
    expect(told(h)).toEqual(['work']);
  });

  it('applies changed settings immediately and has no timer when disabled', async () => {
    const h = await start();
    const withHeartbeat = h.clock.pending;
    expect(h.schedules.nextWakeAtMs()).toBe(h.clock.now() + 30 * MINUTE);
    h.settings.agent = { ...h.settings.agent, heartbeat: { ...HEARTBEAT, every: '1h', everyMs: 60 * MINUTE } };
    h.changed();
    await settle();
    expect(h.schedules.nextWakeAtMs()).toBe(h.clock.now() + 60 * MINUTE);
    const { heartbeat: _off, ...agent } = h.settings.agent;
    h.settings.agent = agent;
    h.changed();
    await settle();
    expect(h.schedules.list()).toEqual([]);
    expect(h.clock.pending).toBe(withHeartbeat - 1);
  });

  it('reports a failure', async () => {
    const h = await start([fails({ code: 'auth', message: 'no key' })]);
    await h.clock.advance(30 * MINUTE);
    expect(h.schedules.lastHeartbeat()).toMatchObject({ status: 'failed', reason: expect.stringContaining('no key') });
  });
});

describe('wake', () => {
  it('sends a text immediately and collects texts that arrive in the meantime', async () => {
    let open: () => void = () => {};
    const h = await start([waits(new Promise<void>((resolve) => (open = resolve)), 'one'), says('two')]);
    await wake(h, 'first');
    await settle();
    await wake(h, 'second');
    await wake(h, 'third');
    open();
    await settle();
    const [one, two, ...more] = told(h);
    expect(one).toContain('first');
    expect(two).toMatch(/second[^]*third/);
    expect(more).toEqual([]);
  });

  it('sends a text immediately to an agent without heartbeats', async () => {
    const h = await quiet([says('ok')]);
    const timersOfOthers = h.clock.pending;
    await wake(h, 'now or never', 'next-heartbeat');
    await settle();
    expect(told(h).join()).toContain('now or never');
    expect(h.clock.pending).toBe(timersOfOthers);
  });

  it('sends a text once per key, even across a restart', async () => {
    const h = await quiet();
    expect(await wake(h, 'deployed', 'now', 'k')).toBe('queued');
    await settle();
    expect(await wake(h, 'deployed', 'now', 'k')).toBe('coalesced');
    const after = await h.killed();
    expect(await wake(after, 'deployed', 'now', 'k')).toBe('coalesced');
    await settle();
    expect(told(after)).toHaveLength(1);
  });

  it('is rejected if too many notes are stored', async () => {
    const h = await start();
    for (let n = 0; n < 200; n += 1) await wake(h, `event ${n}`, 'next-heartbeat');
    await expect(wake(h, 'one more', 'next-heartbeat')).rejects.toMatchObject({
      extras: { details: { code: 'QUEUE_FULL' } },
    });
  });

  it('loses no note and sends none twice, whenever the host is killed', async () => {
    for (let at = 1; ; at += 1) {
      const h = await quiet([says('noted')]);
      const killed = killAtWrite(h, at);
      let isQueued = false;
      await wake(h, 'the house is on fire').then(
        () => (isQueued = true),
        () => undefined,
      );
      await settle();
      const after = await killed();
      if (after === undefined) break;
      await after.clock.advance(20_000);
      const count = told(after).join('\n').split('on fire').length - 1;
      expect(count, `killed at write ${at}`).toBeLessThanOrEqual(1);
      if (isQueued || at > 1) expect(count, `killed at write ${at}`).toBe(1);
      expect(await after.schedules.waitingEvents()).toEqual([]);
    }
  });
});

describe('a scheduled system event', () => {
  it('waits for the heartbeat if requested and is otherwise sent immediately', async () => {
    const h = await start([says('at once'), says('HEARTBEAT_OK')]);
    const at = { kind: 'at', at: new Date(h.clock.now() + MINUTE).toISOString() } as const;
    const main = { sessionTarget: 'main' } as const;
    const event = (text: string) => ({ kind: 'systemEvent', text }) as const;
    await h.schedules.add(
      turn(at, { ...main, payload: event('patient'), wakeMode: 'next-heartbeat' }),
      testPrincipal('me'),
    );
    await h.clock.advance(2 * MINUTE);
    expect(told(h)).toEqual([]);
    expect(await h.rows()).toMatchObject([{ status: 'ok', summary: 'patient', sessionKey: MAIN }]);
    expect(await h.schedules.waitingEvents()).toMatchObject([{ text: 'patient' }]);
    const soon = { kind: 'at', at: new Date(h.clock.now() + MINUTE).toISOString() } as const;
    await h.schedules.add(turn(soon, { ...main, payload: event('hasty') }), testPrincipal('me'));
    await h.clock.advance(MINUTE);
    expect(told(h)).toHaveLength(1);
    expect(told(h)[0]).toMatch(/patient[^]*hasty/);
    expect((await h.rows()).at(-1)).toMatchObject({ status: 'ok', summary: 'at once' });
  });
});

it('distinguishes an empty answer from a report', () => {
  for (const text of [
    'HEARTBEAT_OK',
    ' **HEARTBEAT_OK**.',
    'NO_REPLY',
    'HEARTBEAT_OK all is quiet',
    'All quiet. HEARTBEAT_OK',
  ])
    expect(isSilent(text), text).toBe(true);
  for (const text of ['', 'ok', 'I said HEARTBEAT_OK before, but now', `HEARTBEAT_OK ${'word '.repeat(100)}`])
    expect(isSilent(text), text).toBe(false);
});
