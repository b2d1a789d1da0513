// The clock: schedules, certificates, and sign-in codes depend on it.
import { statSync } from 'node:fs';
import { runManager } from '#adapters/services/service-manager.ts';
import { formatTime } from '../../output/format-time.ts';
import { type Check, ok, problem, warning, type Finding } from '../check.ts';
import type { DoctorFacts } from '../collect-facts.ts';

/** Clocks of file servers may differ a little. */
const TOLERANCE_MS = 60_000;
const QUERY_MS = 3_000;

export const CLOCK_CHECK: Check = {
  id: 'clock',
  title: 'Clock',
  run: async (facts) => [...backward(facts), ...(await skew(facts)), ...(await synchronization())],
};

function backward({ database, now }: DoctorFacts): readonly Finding[] {
  const stats = statSync(database, { throwIfNoEntry: false });
  if (stats === undefined || stats.mtimeMs <= now + TOLERANCE_MS) return [];
  return [
    problem(
      `The clock says ${formatTime(now)}, but the database was changed at ${formatTime(stats.mtimeMs)}`,
      'sudo timedatectl set-ntp true',
    ),
  ];
}

/** The gateway runs on this computer, so a difference means that its process was suspended or restored from a snapshot. */
async function skew({ client }: DoctorFacts): Promise<readonly Finding[]> {
  if (client === undefined) return [];
  const { ts } = await client.request('health', {});
  const difference = typeof ts === 'number' ? Math.abs(Date.now() - ts) : 0;
  return difference <= TOLERANCE_MS
    ? []
    : [problem(`The clock of the gateway differs by ${Math.round(difference / 1000)} s`, 'Restart Gatehouse.')];
}

async function synchronization(): Promise<readonly Finding[]> {
  if (process.platform !== 'linux') return [];
  const answer = await runManager(['timedatectl', 'show', '--property=NTPSynchronized', '--value'], QUERY_MS).catch(
    () => '',
  );
  if (answer.trim() === 'yes') return [ok('The clock is synchronized')];
  return answer.trim() === 'no'
    ? [warning('The clock is not synchronized with a time server', 'sudo timedatectl set-ntp true')]
    : [];
}
