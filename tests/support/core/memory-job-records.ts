// Background jobs whose records are in memory, for tests.
import { BackgroundJobs } from '#core/tools/background-jobs.ts';
import { JobRecords } from '#core/tools/job-records.ts';
import { QUIET } from '../quiet-log.ts';
import { ManualClock } from './manual-clock.ts';
import { settingsStore } from './memory-settings.ts';

/** Background jobs; with the same settings, those of the next process of a host. */
export function memoryJobs(settings = settingsStore(), clock = new ManualClock()): BackgroundJobs {
  const secretGuard = { mask: (text: string): string => text.replaceAll('secret', '***') };
  return new BackgroundJobs(new JobRecords({ store: { settings }, clock, log: QUIET, secretGuard }));
}
