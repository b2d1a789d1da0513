// Proves: EX-4
import { expect, it } from 'vitest';
import type { MachineAlert } from '#contract/types/machines.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { ContainerAlerts } from './container-alerts.ts';

const SUBJECT = { machineId: 'a', kind: 'docker', workspace: '/work', agentId: 'main' } as const;

function start() {
  const sent: MachineAlert[] = [];
  const clock = new ManualClock();
  const alerts = new ContainerAlerts(SUBJECT, clock, (alert) => sent.push(alert));
  return { alerts, clock, reasons: () => sent.map(({ reason, message }) => `${reason}: ${message}`), sent };
}

it('reports each limit at once, and again after a minute', async () => {
  const { alerts, clock, reasons, sent } = start();
  alerts.reached('memory', 'first');
  alerts.reached('memory', 'second');
  alerts.reached('disk', 'full');
  await clock.advance(60_000);
  alerts.reached('memory', 'third');
  expect(reasons()).toEqual(['memory: first', 'disk: full', 'memory: third']);
  expect(sent[0]).toMatchObject(SUBJECT);
});

it('reports three failures within ten minutes, not those that are further apart', async () => {
  const { alerts, clock, reasons } = start();
  for (let failure = 0; failure < 5; failure += 1) {
    alerts.failed('no image');
    await clock.advance(6 * 60_000);
  }
  expect(reasons()).toEqual([]);
  await clock.advance(60 * 60_000);
  for (let failure = 0; failure < 4; failure += 1) alerts.failed('no engine');
  expect(reasons()).toEqual(['failing: no engine']);
});
