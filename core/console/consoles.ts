// The consoles of all projects: takes output, lists it, finds errors, and hands them to agents.
import type {
  ConsoleError,
  ConsoleKind,
  ConsoleOutput,
  ConsolePage,
  ConsoleProject,
  ConsoleSource,
  FoundError,
} from '#contract/types/console.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { SendRequest, SendResult } from '../engine/runs-facet.ts';
import type { Principal } from '../principal.ts';
import { AutoFix } from './auto-fix.ts';
import { SourceReader, type ConsoleSink } from './console-source.ts';
import { ConsoleWriter } from './console-writer.ts';
import { compileErrorPatterns, findErrors } from './error-detector.ts';
import { fixError, type FixRequest } from './fix-error.ts';
import { readConsole, type ConsoleQuery } from './read-console.ts';

/** Whose output it is. */
export interface SourceRequest {
  readonly kind: ConsoleKind;
  readonly title: string;
  readonly sessionKey: string;
  readonly agentId: string;
  readonly ownerId: string;
  /** The workspace folder. */
  readonly project: string;
}

/** Consoles of projects. Errors are {@link GatewayError}s. */
export interface ConsoleFacet {
  /** Takes the output of a command or terminal. */
  open(request: SourceRequest): ConsoleSink;
  list(query: ConsoleQuery): Promise<ConsolePage>;
  projects(): Promise<readonly ConsoleProject[]>;
  /** Newest first. */
  errors(project: string, limit: number): Promise<readonly ConsoleError[]>;
  /** Errors in a text. */
  analyze(text: string): Promise<readonly FoundError[]>;
  /** Hands an error to the agent of its session, or of another one. */
  fix(request: Omit<FixRequest, 'attempt'>): Promise<{ readonly runId: string; readonly sessionKey: string }>;
  /** Whether errors of a project are handed over automatically. */
  isAutoFixed(project: string): Promise<boolean>;
  setAutoFix(project: string, isOn: boolean, by: Principal): Promise<void>;
  /** Removes the output of a project; returns the number of removed lines. */
  clear(project: string, by: Principal): Promise<number>;
}

/** What the consoles use besides ports. */
export interface ConsoleParts {
  readonly ports: EnginePorts;
  readonly publish: (output: ConsoleOutput) => void;
  readonly send: (request: SendRequest) => Promise<SendResult>;
  readonly isBusy: (sessionKey: string) => boolean;
}

/** A sink that keeps nothing. */
const NO_SINK: ConsoleSink = { write: () => undefined, end: () => undefined };

/** The consoles of the engine. */
export class Consoles implements ConsoleFacet {
  readonly #parts: ConsoleParts;
  readonly #writer: ConsoleWriter;
  readonly #autoFix: AutoFix;
  #ready: ReturnType<typeof compileErrorPatterns> | undefined;

  constructor(parts: ConsoleParts) {
    const { ports, publish } = parts;
    const { store, clock, log } = ports;
    const settings = () => ports.config.settings().console;
    this.#parts = parts;
    this.#writer = new ConsoleWriter({ store: store.console, clock, log, bounds: settings, publish });
    this.#autoFix = new AutoFix({
      store: store.console,
      settings: store.settings,
      clock,
      log,
      attempts: () => settings().autoFixAttempts,
      isBusy: (key) => parts.isBusy(key),
      fix: (request) => this.#fix(request),
    });
  }

  open(request: SourceRequest): ConsoleSink {
    const { ports } = this.#parts;
    const { enabled, terminals } = ports.config.settings().console;
    if (!enabled || (request.kind === 'terminal' && !terminals)) return NO_SINK;
    const { project, ownerId, kind, sessionKey, agentId } = request;
    const mask = (text: string): string => ports.secretGuard.mask(text);
    const startedAt = ports.clock.now();
    const source = { id: ports.ids.next(), kind, title: mask(request.title), sessionKey, agentId, startedAt };
    return new SourceReader(source, this.#prepare(), {
      clock: ports.clock,
      ids: ports.ids,
      secretGuard: ports.secretGuard,
      line: (line) => {
        if (line.kind === 'start') this.#writer.source(project, ownerId, source);
        return this.#writer.line(project, ownerId, line);
      },
      error: (error) => this.#found(request, source, error),
      ended: (ended) => this.#writer.source(project, ownerId, ended),
    });
  }

  async list(query: ConsoleQuery): Promise<ConsolePage> {
    await this.#writer.flush();
    return readConsole(this.#parts.ports.store.console, query);
  }

  async projects(): Promise<readonly ConsoleProject[]> {
    await this.#writer.flush();
    return this.#parts.ports.store.console.projects();
  }

  async errors(project: string, limit: number): Promise<readonly ConsoleError[]> {
    await this.#writer.flush();
    return this.#parts.ports.store.console.errors(project, limit);
  }

  analyze(text: string): Promise<readonly FoundError[]> {
    return findErrors(text);
  }

  fix(request: Omit<FixRequest, 'attempt'>): Promise<{ readonly runId: string; readonly sessionKey: string }> {
    return this.#fix(request);
  }

  isAutoFixed(project: string): Promise<boolean> {
    return this.#autoFix.isOn(project);
  }

  async setAutoFix(project: string, isOn: boolean, by: Principal): Promise<void> {
    await this.#autoFix.set(project, isOn);
    const { audit } = this.#parts.ports.store;
    await audit.append({ by, action: 'console.autoFix', subject: project, details: { isOn } });
  }

  async clear(project: string, by: Principal): Promise<number> {
    await this.#writer.flush();
    const { console, audit } = this.#parts.ports.store;
    const removed = await console.clear(project);
    await audit.append({ by, action: 'console.cleared', subject: project, details: { lines: removed } });
    this.#parts.publish({ project, lines: [], sources: [], errors: [], isCleared: true });
    return removed;
  }

  /** Saves what waits, for the end of the host. */
  async stop(): Promise<void> {
    await this.#autoFix.idle();
    await this.#writer.flush();
  }

  /** Both are needed before the first line. */
  #prepare(): ReturnType<typeof compileErrorPatterns> {
    this.#ready ??= Promise.all([compileErrorPatterns(), this.#writer.prepare()]).then(([patterns]) => patterns);
    return this.#ready;
  }

  #found({ project, ownerId }: SourceRequest, source: ConsoleSource, error: ConsoleError): void {
    this.#writer.error(project, ownerId, error);
    // A fix reads what was saved.
    void this.#writer.flush().then(() => this.#autoFix.consider({ project, ownerId, source, error }));
  }

  async #fix(request: FixRequest): Promise<{ readonly runId: string; readonly sessionKey: string }> {
    await this.#writer.flush();
    const { ports, send } = this.#parts;
    const { clock, ids, store } = ports;
    return fixError(
      {
        store: store.console,
        clock,
        ids,
        send,
        record: (project, error) => this.#writer.error(project, request.by.userId, error),
      },
      request,
    );
  }
}
