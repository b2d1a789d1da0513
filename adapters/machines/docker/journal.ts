// What happened to a machine, and the latest output of its commands. Kept in memory.
import type { MachineLogLine } from '#core/ports/machine-manager.ts';
import type { Clock } from '#core/ports/clock.ts';

const MAX_LINES = 1_000;
const MAX_LINE_CHARS = 2_000;

/** The latest lines of a machine. */
export class Journal {
  readonly #clock: Pick<Clock, 'now'>;
  #lines: MachineLogLine[] = [];

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Adds a line about the machine itself. */
  note(text: string): void {
    this.#add('machine', text);
  }

  /** Adds a command line that was started. */
  command(text: string): void {
    this.#add('command', text);
  }

  /** Adds lines of a command's output. */
  output(text: string): void {
    // Of a flood, only the end would be kept anyway.
    const end = text.length > MAX_LINES * MAX_LINE_CHARS ? text.slice(-MAX_LINES * MAX_LINE_CHARS) : text;
    for (const line of end.split(/\r?\n/).slice(-MAX_LINES)) if (line !== '') this.#add('output', line);
  }

  /** The latest lines, oldest first. */
  latest(limit: number): readonly MachineLogLine[] {
    return this.#lines.slice(-limit);
  }

  #add(source: MachineLogLine['source'], text: string): void {
    this.#lines.push({ atMs: this.#clock.now(), source, text: text.slice(0, MAX_LINE_CHARS) });
    if (this.#lines.length > 2 * MAX_LINES) this.#lines = this.#lines.slice(-MAX_LINES);
  }
}
