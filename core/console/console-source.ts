// One source of output: from chunks of a running command to lines with the errors in them. A flood is thinned out first, so that
// it neither slows the command down nor fills the disk.
import type { ConsoleError, ConsoleLine, ConsoleSource } from '#contract/types/console.ts';
import { defined } from '#contract/types/defined.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import { LiveOutput, type LiveOutputPorts } from '../tools/live-output.ts';
import { ErrorDetector, type compileErrorPatterns } from './error-detector.ts';
import { LineSplitter } from './line-splitter.ts';

/** A line without an end, and an error without an end, are complete after this time without output, ms. */
const QUIET_MS = 1_000;

/** Takes the output of a command. */
export interface ConsoleSink {
  write(text: string): void;
  /** The exit code; null after a signal, or if the command couldn't be started. */
  end(exitCode: number | null): void;
}

/** What {@link SourceReader} depends on. */
export interface SourcePorts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly secretGuard: LiveOutputPorts['secretGuard'];
  /** Takes a line and returns its id. */
  line(line: Omit<ConsoleLine, 'id' | 'ts'>): number;
  error(error: ConsoleError): void;
  ended(source: ConsoleSource): void;
}

/** Reads the output of one source. */
export class SourceReader implements ConsoleSink {
  readonly #source: ConsoleSource;
  readonly #ports: SourcePorts;
  readonly #output: LiveOutput;
  readonly #lines: LineSplitter;
  /** What to do once the console can be written, which takes a moment for the first source. */
  #early: (() => void)[] | undefined = [];
  #detector = new ErrorDetector([]);
  /** Open errors by their number. */
  readonly #errors = new Map<number, { readonly id: string; readonly lineId: number }>();
  #repeated: { readonly text: string; count: number } | undefined;
  #cancelQuiet: (() => void) | undefined;
  #hasEnded = false;
  #isDropped = false;

  constructor(source: ConsoleSource, patterns: ReturnType<typeof compileErrorPatterns>, ports: SourcePorts) {
    this.#source = source;
    this.#ports = ports;
    // Masked again as whole lines, because a secret may be split between two chunks.
    this.#lines = new LineSplitter((text) => this.#addLine(ports.secretGuard.mask(text)));
    this.#output = new LiveOutput({
      clock: ports.clock,
      secretGuard: ports.secretGuard,
      send: (text, skipped) => this.#add(text, skipped),
    });
    patterns.then(
      (compiled) => this.#begin(new ErrorDetector(compiled)),
      () => this.#drop(),
    );
  }

  write(text: string): void {
    this.#once(() => this.#output.add(text));
  }

  end(exitCode: number | null): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const endedAt = this.#ports.clock.now();
    this.#once(() => {
      this.#output.end();
      this.#cancelQuiet?.();
      this.#settle();
      const text = exitCode === null ? '' : String(exitCode);
      this.#ports.line({ sourceId: this.#source.id, kind: 'end', text });
      this.#ports.ended({ ...this.#source, endedAt, exitCode });
    });
  }

  #begin(detector: ErrorDetector): void {
    this.#detector = detector;
    this.#ports.line({ sourceId: this.#source.id, kind: 'start', text: this.#source.title });
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const run of early) run();
  }

  /** The console can't be written, so nothing is kept. */
  #drop(): void {
    this.#isDropped = true;
    this.#early = undefined;
  }

  #once(run: () => void): void {
    if (this.#isDropped) return;
    if (this.#early === undefined) run();
    else this.#early.push(run);
  }

  #add(text: string, skipped: number): void {
    if (skipped > 0) {
      this.#settle();
      this.#ports.line({ sourceId: this.#source.id, kind: 'gap', text: '', skipped });
    }
    this.#lines.add(text);
    this.#cancelQuiet?.();
    this.#cancelQuiet = this.#ports.clock.after(QUIET_MS, () => this.#settle());
  }

  /** Completes what is open. A line that is being rewritten, such as a progress bar, has no final state before the end. */
  #settle(): void {
    if (this.#hasEnded || !this.#lines.isRewriting) this.#lines.flush();
    this.#flushRepeated();
    this.#detector.flush();
    this.#report();
  }

  /** Repetitions of a line become one line with a count. */
  #addLine(text: string): void {
    if (this.#repeated?.text === text) {
      this.#repeated.count += 1;
      return;
    }
    this.#flushRepeated();
    this.#print(text);
    this.#repeated = { text, count: 0 };
  }

  #flushRepeated(): void {
    const repeated = this.#repeated;
    this.#repeated = undefined;
    if (repeated === undefined || repeated.count === 0) return;
    const { text, count } = repeated;
    this.#ports.line({ sourceId: this.#source.id, kind: 'output', text, ...(count > 1 ? { count } : {}) });
  }

  #print(text: string): void {
    const number = this.#detector.add(text);
    const known = number === undefined ? undefined : this.#errors.get(number);
    const errorId = number === undefined ? undefined : (known?.id ?? this.#ports.ids.next());
    const lineId = this.#ports.line({ sourceId: this.#source.id, kind: 'output', text, ...defined({ errorId }) });
    if (number !== undefined && errorId !== undefined && known === undefined)
      this.#errors.set(number, { id: errorId, lineId });
    this.#report();
  }

  /** Reports the errors that are complete. */
  #report(): void {
    for (const { number, fromLine: _from, toLine: _to, ...error } of this.#detector.take()) {
      const start = this.#errors.get(number);
      this.#errors.delete(number);
      if (start === undefined) continue;
      const { id: sourceId, sessionKey } = this.#source;
      this.#ports.error({ ...start, sourceId, sessionKey, ts: this.#ports.clock.now(), ...error });
    }
  }
}
