// The ports that schedules depend on.
import type { Clock, Ids } from '../ports/clock.ts';
import type { ConfigPort } from '../ports/configuration.ts';
import type { Log } from '../ports/log.ts';
import type { CronExpressions } from '../ports/schedules.ts';
import type { Store } from '../ports/store.ts';
import type { SecretGuard } from '../secrets/secret-guard.ts';
import type { RunEngine } from '../runs/follow-run.ts';
import type { JobRunner } from './job-runner.ts';

/** Everything outside that schedules depend on. */
export interface SchedulePorts {
  readonly store: Pick<Store, 'schedules' | 'sessions' | 'jobs'>;
  readonly jobs: JobRunner;
  readonly engine: RunEngine;
  readonly config: Pick<ConfigPort, 'settings' | 'onChange'>;
  readonly expressions: CronExpressions;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly secretGuard: Pick<SecretGuard, 'refuse'>;
}
