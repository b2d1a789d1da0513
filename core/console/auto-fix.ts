// Hands errors to the agent automatically, in projects where a person turned it on. The same error is handed over a few times at
// most. An agent reads the output of a command that it waits for, so only errors of other sources count.
import type { ConsoleError, ConsoleSource } from '#contract/types/console.ts';
import type { Clock } from '../ports/clock.ts';
import type { ConsoleStore } from '../ports/console-store.ts';
import type { Log } from '../ports/log.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import { SerialQueue } from '../serial-queue.ts';
import { agentPrincipal } from '../principal.ts';
import type { FixRequest } from './fix-error.ts';

const SETTING = 'console.autoFix';
/** An agent reads the output of a command that it waits for. A web page can report anything, so only a person hands it over. */
const NOT_FIXED: ReadonlySet<string> = new Set(['command', 'browser']);
const DAY_MS = 24 * 60 * 60_000;

/** What automatic fixes depend on. */
export interface AutoFixPorts {
  readonly store: ConsoleStore;
  readonly settings: SettingsStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Attempts per error and day. */
  attempts(): number;
  /** Whether the session is busy, such as with the last fix. */
  isBusy(sessionKey: string): boolean;
  fix(request: FixRequest): Promise<unknown>;
}

/** An error as it is reported by its source. */
export interface ReportedError {
  readonly project: string;
  readonly ownerId: string;
  readonly source: ConsoleSource;
  readonly error: ConsoleError;
}

/** Automatic fixes of all projects. */
export class AutoFix {
  readonly #ports: AutoFixPorts;
  readonly #queue = new SerialQueue();

  constructor(ports: AutoFixPorts) {
    this.#ports = ports;
  }

  /** Whether it is on for a project. */
  async isOn(project: string): Promise<boolean> {
    return (await this.#projects()).includes(project);
  }

  async set(project: string, isOn: boolean): Promise<void> {
    const others = (await this.#projects()).filter((other) => other !== project);
    await this.#ports.settings.set(SETTING, isOn ? [...others, project] : others);
  }

  /** Considers an error once it is saved. */
  consider(reported: ReportedError): void {
    if (NOT_FIXED.has(reported.source.kind)) return;
    this.#queue
      .run(() => this.#decide(reported))
      .catch((error: unknown) => this.#ports.log.warn("Couldn't start an automatic fix.", { error: String(error) }));
  }

  /** Waits until everything reported so far was considered. */
  idle(): Promise<void> {
    return this.#queue.idle();
  }

  async #decide({ project, ownerId, source, error }: ReportedError): Promise<void> {
    if (!(await this.isOn(project)) || this.#ports.isBusy(error.sessionKey)) return;
    const since = this.#ports.clock.now() - DAY_MS;
    const made = await this.#ports.store.countAutomaticFixes(project, error.fingerprint, since);
    if (made >= this.#ports.attempts()) return;
    const by = agentPrincipal({ agentId: source.agentId, ownerId });
    await this.#ports.fix({ errorId: error.id, by, attempt: made + 1 });
  }

  async #projects(): Promise<readonly string[]> {
    const stored = await this.#ports.settings.get(SETTING);
    return Array.isArray(stored) ? stored.filter((entry) => typeof entry === 'string') : [];
  }
}
