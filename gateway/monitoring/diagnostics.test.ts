import { expect, it } from 'vitest';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { Diagnostics } from './diagnostics.ts';

it('keeps a limited number of records, counts dropped ones, and filters', () => {
  const diagnostics = new Diagnostics(new ManualClock());
  for (let index = 0; index < 1_002; index += 1) diagnostics.record(index % 2 === 0 ? 'even' : 'odd', { index });
  const all = diagnostics.report({});
  expect(all).toMatchObject({ capacity: 1_000, count: 1_000, dropped: 2, firstSeq: 3, lastSeq: 1_002 });
  const odd = diagnostics.report({ type: 'odd', limit: 2, sinceSeq: 900 });
  expect(odd.count).toBe(51);
  expect(odd.events.map(({ seq }) => seq)).toEqual([1_000, 1_002]);
  expect(odd.summary.byType).toEqual({ odd: 51 });
});

it('records only timers that were delayed', () => {
  const diagnostics = new Diagnostics(new ManualClock());
  diagnostics.timerCame(5);
  diagnostics.timerCame(350.4);
  diagnostics.timerCame(1_200);
  const { events, summary } = diagnostics.report({ type: 'event-loop.delay' });
  expect(events.map((event) => event['delayMs'])).toEqual([350, 1_200]);
  expect(summary.eventLoop).toEqual({ delays: 2, longestMs: 1_200 });
});
