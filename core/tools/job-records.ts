// Records of running background jobs on disk, so that the next host process can report those that were interrupted.
import { isJsonObject } from '#contract/types/json-object.ts';
import { takeEnd } from '#contract/types/truncate-text.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { SecretGuard } from '../secrets/secret-guard.ts';
import type { SettingsStore } from '../ports/settings-store.ts';

const PREFIX = 'background-jobs/';
/** Output kept of an interrupted job, characters. */
const OUTPUT_LIMIT = 16 * 1024;
/** How often the output of a job is saved at most, ms. */
const SAVE_MS = 1_000;

/** A job that was running when the host ended. */
export interface InterruptedJob {
  readonly sessionKey: string;
  readonly number: number;
  readonly command: string;
  readonly startedAt: number;
  readonly hasInput: boolean;
  readonly lastOutput: string;
}

/** The record of a running job. */
export interface JobRecord {
  /** There is new output, which is saved soon. */
  changed(): void;
  /** The job has ended: the record is removed. */
  close(): void;
}

interface Parts {
  readonly store: { readonly settings: SettingsStore };
  readonly clock: Clock;
  readonly log: Log;
  readonly secretGuard: Pick<SecretGuard, 'mask'>;
}

/** The records of all running jobs. */
export class JobRecords {
  readonly #parts: Parts;
  #isStopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The jobs that were running when the host ended, oldest first. */
  async load(): Promise<readonly InterruptedJob[]> {
    const rows = await this.#parts.store.settings.list(PREFIX);
    const jobs = rows.flatMap(({ value }) => (isJob(value) ? [value] : []));
    return jobs.toSorted((a, b) => a.number - b.number);
  }

  /** Starts the record of a job. */
  open(job: Omit<InterruptedJob, 'lastOutput'>, output: () => string): JobRecord {
    const { clock, secretGuard } = this.#parts;
    const mask = (text: string): string => secretGuard.mask(text);
    let cancel: (() => void) | undefined;
    const save = (): void => {
      cancel = undefined;
      const lastOutput = takeEnd(mask(output()), OUTPUT_LIMIT);
      this.#write(job, (settings, key) => settings.set(key, { ...job, command: mask(job.command), lastOutput }));
    };
    save();
    return {
      changed: () => void (cancel ??= clock.after(SAVE_MS, save)),
      close: () => {
        cancel?.();
        this.remove(job.sessionKey, job.number);
      },
    };
  }

  /** Removes the record of a job. */
  remove(sessionKey: string, number: number): void {
    this.#write({ sessionKey, number }, (settings, key) => settings.delete(key));
  }

  /** Nothing is written from now on: the jobs that are running end with the host. */
  stop(): void {
    this.#isStopped = true;
  }

  #write(
    { sessionKey, number }: Pick<InterruptedJob, 'sessionKey' | 'number'>,
    write: (settings: SettingsStore, key: string) => Promise<void>,
  ): void {
    if (this.#isStopped) return;
    write(this.#parts.store.settings, `${PREFIX}${sessionKey}/${number}`).catch((error: unknown) =>
      this.#parts.log.warn("Couldn't save the state of a background command.", { error: String(error) }),
    );
  }
}

function isJob(value: unknown): value is InterruptedJob {
  if (!isJsonObject(value)) return false;
  const texts = [value['sessionKey'], value['command'], value['lastOutput']];
  const numbers = [value['number'], value['startedAt']];
  return (
    texts.every((text) => typeof text === 'string') &&
    numbers.every((number) => Number.isSafeInteger(number)) &&
    typeof value['hasInput'] === 'boolean'
  );
}
