// Conformance suite of a store, schedules.
import { expect, it } from 'vitest';
import type { ScheduleRecord, SystemEvent } from '#core/ports/schedules.ts';
import type { Store } from '#core/ports/store.ts';
import { testPrincipal } from '../support/core/test-principal.ts';

const T0 = Date.UTC(2026, 10, 21, 8, 0, 0);
const KEY = 'agent:main:main';
const AUDIT = { by: testPrincipal('test'), action: 'schedule.added', subject: 's', details: {} };

/** A sample. */
export function schedule(id: string, fields: Partial<ScheduleRecord> = {}): ScheduleRecord {
  return {
    id,
    ownerId: 'ada',
    name: `job ${id}`,
    enabled: true,
    createdAtMs: T0,
    updatedAtMs: T0,
    cadence: { kind: 'every', everyMs: 60_000, anchorMs: T0 },
    sessionTarget: 'isolated',
    wakeMode: 'now',
    payload: { kind: 'agentTurn', message: 'look' },
    nextTickMs: T0 + 60_000,
    state: { consecutiveErrors: 0, consecutiveSkipped: 0 },
    ...fields,
  };
}

/** A sample. */
export function event(id: string, fields: Partial<SystemEvent> = {}): SystemEvent {
  return { id, ownerId: 'ada', agentId: 'main', sessionKey: KEY, text: `text ${id}`, createdAtMs: T0, ...fields };
}

/** Registers the tests of schedules. */
export function scheduleConformance(store: () => Store): void {
  const schedules = () => store().schedules;

  it('stores schedules by age, updates them, and deletes them with an audit entry', async () => {
    const full = schedule('b', { createdAtMs: T0 + 1, deleteAfterRun: true, description: 'ünï "quoted"' });
    await schedules().save(full, AUDIT);
    await schedules().save(schedule('a'));
    await schedules().save({ ...full, name: 'other' });
    expect(await schedules().list()).toEqual([schedule('a'), { ...full, name: 'other' }]);
    expect(await schedules().remove('b', { ...AUDIT, action: 'schedule.removed' })).toBe(true);
    expect(await schedules().remove('b', AUDIT)).toBe(false);
    expect(await schedules().list()).toHaveLength(1);
    const lines = await store().audit.list({ limit: 5 });
    expect(lines.map(({ action }) => action)).toEqual(['schedule.removed', 'schedule.added']);
  });

  it('queues an event once while it waits and passes it to one run', async () => {
    expect(await schedules().queueEvent(event('1'))).toBe('queued');
    expect(await schedules().queueEvent(event('2', { text: 'text 1' }))).toBe('coalesced');
    expect(await schedules().queueEvent(event('3', { sessionKey: 'agent:main:x', text: 'text 1' }))).toBe('queued');
    expect(await schedules().queueEvent(event('4', { agentId: 'other', createdAtMs: T0 + 1 }))).toBe('queued');
    expect((await schedules().waitingEvents('main')).map(({ id }) => id)).toEqual(['1', '3']);
    expect((await schedules().takeEvents(KEY, 'r1')).map(({ id }) => id)).toEqual(['1', '4']);
    expect(await schedules().takeEvents(KEY, 'r2')).toEqual([]);
    expect(await schedules().takers()).toEqual(['r1']);
    expect(await schedules().queueEvent(event('5', { text: 'text 1' }))).toBe('queued');
    await schedules().returnTaken('r1');
    expect((await schedules().waitingEvents()).map(({ id }) => id).toSorted()).toEqual(['1', '3', '4', '5']);
    await schedules().takeEvents(KEY, 'r3');
    await schedules().dropTaken('r3');
    expect((await schedules().waitingEvents()).map(({ id }) => id)).toEqual(['3']);
    expect(await schedules().takers()).toEqual([]);
  });
}
