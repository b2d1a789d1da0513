// Configuration of schedules.
import { choice, integer, section } from './define-key.ts';

/** `schedules`. */
export const SCHEDULES = section('Schedules', 'Limits for scheduled runs.', {
  maxJobs: integer('Maximum schedules', 'Maximum number of schedules, not counting heartbeats.', 500, [1, 10_000]),
  missedRuns: choice(
    'Missed runs',
    'What to do about ticks missed while the gateway was stopped or asleep. `skip`: only list them; `once`: run the last one; `all`: run the last few.',
    ['skip', 'once', 'all'],
    'once',
  ),
  missedRunsMax: integer('Maximum missed runs', 'For `all`: maximum number of missed runs per schedule.', 10, [1, 100]),
});
