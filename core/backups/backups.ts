// Encrypted backups on the job runner: on a schedule or on demand, with progress, a limit of kept files, and the last result.
import type { BackupRow, BackupRun, BackupStatus, BackupVerification } from '#contract/types/backups.ts';
import { defined } from '#contract/types/defined.ts';
import { errorMessage, invalidRequest } from '#contract/wire/errors.ts';
import type { AuditStore } from '../ports/audit.ts';
import { BACKUP_SECRETS, type BackupArchives } from '../ports/backups.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import type { ConfigPort } from '../ports/configuration.ts';
import type { Job } from '../ports/jobs.ts';
import type { Log } from '../ports/log.ts';
import type { CronExpressions } from '../ports/schedules.ts';
import { Secret, type SecretStore } from '../ports/secrets.ts';
import { GATEWAY, gatewayPrincipal, type Principal } from '../principal.ts';
import { defineJob, type JobContext, type JobEnd } from '../jobs/define-job.ts';
import type { JobRunner, NewJob } from '../jobs/job-runner.ts';
import type { BackupRecords } from './backup-records.ts';

const KIND = 'backup';
/** Longest wait for the next backup, ms, so that sleep and clock changes are noticed. */
const SAFETY_MS = 60_000;
const MIN_PASSPHRASE = 12;
/** Smallest progress that is shown. */
const PROGRESS_STEP = 0.02;
/** Most time of one backup, ms. */
const TIME_LIMIT_MS = 12 * 60 * 60_000;

/** What backups depend on. */
export interface BackupPorts {
  readonly archives: BackupArchives;
  readonly records: BackupRecords;
  readonly secrets: SecretStore;
  readonly audit: AuditStore;
  readonly config: ConfigPort;
  readonly jobs: JobRunner;
  readonly expressions: CronExpressions;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** The backups of a host. Nothing runs before {@link start}, which is called after that of the job runner. */
export class Backups {
  readonly #ports: BackupPorts;
  readonly #listeners = new Set<() => void>();
  readonly #stopping: (() => void)[] = [];
  #cancelTimer: (() => void) | undefined;
  /** The next backup is the first one after this, Unix ms. */
  #sinceMs = 0;

  constructor(ports: BackupPorts) {
    this.#ports = ports;
    ports.jobs.register(defineJob({ kind: KIND, run: (context) => this.#run(context) }));
  }

  /** Starts the schedule. A backup that was missed while Gatehouse was stopped is created now. */
  async start(): Promise<void> {
    const { jobs, config, clock } = this.#ports;
    this.#sinceMs = (await this.#lastJob())?.createdAtMs ?? clock.now();
    this.#stopping.push(
      jobs.onNotice(({ job }) => void (job.kind === KIND && this.#publish())),
      config.onChange(() => {
        this.#arm();
        this.#publish();
      }),
    );
    this.#arm();
  }

  /** Stops the schedule. The job runner stops the active backup. */
  stop(): void {
    this.#cancelTimer?.();
    for (const stop of this.#stopping.splice(0)) stop();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async status(): Promise<BackupStatus> {
    const { archives, jobs, secrets } = this.#ports;
    const { enabled, schedule, keep } = this.#settings();
    const names = new Set(await secrets.names());
    const active = jobs.active(KIND);
    const hasS3Secret = names.has(BACKUP_SECRETS.s3);
    const encryption = this.#encryption(names);
    const last = await this.#lastJob(true);
    const state = { enabled, schedule, keep, ...archives.place(), encryption, hasS3Secret };
    return {
      ...state,
      ...defined({
        problem: this.#findProblem(state),
        nextAt: enabled ? this.#nextAt() : undefined,
        running: active === undefined ? undefined : { fraction: active.progress?.fraction ?? 0 },
        last: last === undefined ? undefined : toRun(last),
      }),
    };
  }

  /** Starts a backup; false if one is active. @throws {GatewayError} if it can't be created */
  async create(by: Principal): Promise<boolean> {
    const { jobs, ids, audit } = this.#ports;
    const { problem } = await this.status();
    if (problem !== undefined) throw invalidRequest(problem, 'BACKUP_NOT_CONFIGURED');
    if (jobs.active(KIND) !== undefined) return false;
    await audit.append({ by, action: 'backup.requested', subject: this.#ports.archives.place().location, details: {} });
    await this.#submit(`backup:${ids.next()}`, by.userId);
    return true;
  }

  /** Cancels the active backup; false if there is none. */
  async cancel(): Promise<boolean> {
    const active = this.#ports.jobs.active(KIND);
    return active !== undefined && this.#ports.jobs.cancel(active.id);
  }

  /** The backups at the destination, newest first. */
  async list(signal: AbortSignal): Promise<readonly BackupRow[]> {
    const { archives, records } = this.#ports;
    const known = await records.all();
    return (await archives.list(signal)).map((row) => ({ ...row, ...defined({ sha256: known.get(row.name) }) }));
  }

  /** Verifies a backup. @throws {GatewayError} */
  async verify(name: string, signal: AbortSignal): Promise<BackupVerification> {
    const { archives, records } = this.#ports;
    return archives.verify(name, (await records.all()).get(name), signal);
  }

  /** Stores or removes a secret. @throws {GatewayError} if the passphrase is too short */
  async setSecret(what: keyof typeof BACKUP_SECRETS, secret: string | null, by: Principal): Promise<void> {
    const { secrets, audit } = this.#ports;
    const name = BACKUP_SECRETS[what];
    if (what === 'passphrase' && secret !== null && secret.length < MIN_PASSPHRASE)
      throw invalidRequest(
        `The passphrase of backups must have at least ${MIN_PASSPHRASE} characters.`,
        'BACKUP_KEY_INVALID',
        'Use several words, and store them in a password manager.',
      );
    if (secret === null) await secrets.delete(name);
    else await secrets.set(name, new Secret(secret));
    await audit.append({ by, action: 'backup.secretChanged', subject: name, details: { removed: secret === null } });
    this.#publish();
  }

  #settings() {
    return this.#ports.config.settings().backup;
  }

  #encryption(names: ReadonlySet<string>): BackupStatus['encryption'] {
    if (this.#settings().recipients.length > 0) return 'recipients';
    return names.has(BACKUP_SECRETS.passphrase) ? 'passphrase' : 'none';
  }

  #findProblem({
    encryption,
    kind,
    hasS3Secret,
    schedule,
  }: Pick<BackupStatus, 'encryption' | 'kind' | 'hasS3Secret' | 'schedule'>) {
    const { s3 } = this.#settings();
    if (encryption === 'none')
      return 'Set a passphrase, or name recipients under backup.recipients in the configuration.';
    if (kind === 's3' && (s3.endpoint === undefined || s3.accessKeyId === undefined))
      return 'Set backup.s3.endpoint and backup.s3.accessKeyId in the configuration.';
    if (kind === 's3' && !hasS3Secret) return 'Set the secret access key of the storage.';
    const violation = this.#ports.expressions.violation(schedule, undefined);
    return violation === undefined ? undefined : `backup.schedule isn't valid: ${violation}`;
  }

  #nextAt(): number | undefined {
    const { expressions } = this.#ports;
    const { schedule } = this.#settings();
    if (expressions.violation(schedule, undefined) !== undefined) return undefined;
    return expressions.next(schedule, undefined, this.#sinceMs);
  }

  #arm(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    const nextAt = this.#settings().enabled ? this.#nextAt() : undefined;
    if (nextAt === undefined) return;
    const { clock } = this.#ports;
    const wait = Math.min(SAFETY_MS, Math.max(0, nextAt - clock.now()));
    this.#cancelTimer = clock.after(wait, () => void this.#tick());
  }

  async #tick(): Promise<void> {
    const { clock, log, jobs } = this.#ports;
    const nextAt = this.#settings().enabled ? this.#nextAt() : undefined;
    try {
      if (nextAt !== undefined && nextAt <= clock.now()) {
        this.#sinceMs = clock.now();
        if (jobs.active(KIND) === undefined) await this.#submit(`backup:${nextAt}`, GATEWAY.userId, nextAt);
      }
    } catch (error) {
      log.error("Couldn't start the backup.", { error: errorMessage(error) });
    } finally {
      this.#arm();
    }
  }

  async #submit(id: string, ownerId: string, tickMs?: number): Promise<void> {
    const { jobs, clock, ids } = this.#ports;
    const job: NewJob = {
      id,
      kind: KIND,
      queueKey: KIND,
      ownerId,
      subject: KIND,
      title: 'Backup',
      key: ids.next(),
      state: 'pending',
      createdAtMs: clock.now(),
      timeLimitMs: TIME_LIMIT_MS,
      ...defined({ tickMs }),
    };
    await jobs.submit([job]);
  }

  async #run({ signal, report }: JobContext): Promise<JobEnd> {
    const { archives, records, audit, log } = this.#ports;
    const { problem } = await this.status();
    if (problem !== undefined) return this.#fail(problem);
    try {
      let shown = 0;
      // Each report reaches every client.
      const show = (fraction: number): void => {
        if (fraction < shown + PROGRESS_STEP) return;
        shown = fraction;
        report({ fraction });
      };
      const made = await archives.create({ signal, report: show });
      await records.add(made.name, made.sha256 ?? '');
      await audit.append({
        by: gatewayPrincipal('backup'),
        action: 'backup.created',
        subject: made.name,
        details: { bytes: made.bytes, location: archives.place().location },
      });
      log.info('Created a backup.', { name: made.name, bytes: made.bytes });
      const warning = await this.#removeOld(signal);
      return { state: 'done', result: { summary: made.name }, ...defined({ reason: warning }) };
    } catch (error) {
      signal.throwIfAborted();
      return this.#fail(errorMessage(error));
    }
  }

  #fail(error: string): JobEnd {
    this.#ports.log.error("Couldn't create a backup.", { error });
    return { state: 'failed', error };
  }

  /** Removes backups over the limit. A failure doesn't make the new backup a failed one. */
  async #removeOld(signal: AbortSignal): Promise<string | undefined> {
    const { archives, records, log } = this.#ports;
    try {
      const rows = await archives.list(signal);
      for (const { name } of rows.slice(this.#settings().keep)) await archives.remove(name, signal);
      await records.keep(rows.slice(0, this.#settings().keep).map(({ name }) => name));
      return undefined;
    } catch (error) {
      const text = `Couldn't delete old backups: ${errorMessage(error)}`;
      log.warn(text);
      return text;
    }
  }

  async #lastJob(hasEnded = false): Promise<Job | undefined> {
    const statuses = ['done', 'failed', 'canceled', 'interrupted', 'timed-out'] as const;
    const query = { kinds: [KIND], subject: KIND, order: 'desc', limit: 1, offset: 0 } as const;
    return (await this.#ports.jobs.list(hasEnded ? { ...query, statuses } : query)).jobs[0];
  }

  #publish(): void {
    for (const listener of this.#listeners) listener();
  }
}

function toRun({
  state,
  createdAtMs,
  startedAtMs = createdAtMs,
  endedAtMs = createdAtMs,
  result,
  error,
  reason,
}: Job): BackupRun {
  return {
    state: state === 'done' || state === 'canceled' ? state : 'failed',
    startedAt: startedAtMs,
    endedAt: endedAtMs,
    ...defined({ name: state === 'done' ? result?.summary : undefined, error: error ?? reason }),
  };
}
