// What happened to a machine, and the end of the output of its commands. Kept in memory.
import { takeEnd } from '#contract/types/truncate-text.ts';
import type { MachineLogLine } from '#contract/types/machines.ts';
import type { Clock } from '#core/ports/clock.ts';

const MAX_LINES = 1_000;
const MAX_LINE_CHARS = 2_000;
/** Output of a command that is kept. */
const MAX_OUTPUT_CHARS = 16 * 1024;

/** Records the output of a command. */
export interface OutputRecorder {
  add(text: string): void;
  end(): void;
}

interface RunningOutput {
  text: string;
  at: number;
}

/** The latest lines of a machine. */
export class Journal {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #running = new Set<RunningOutput>();
  #lines: MachineLogLine[] = [];

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Adds a line about the machine itself. */
  note(text: string): void {
    this.#add({ at: this.#clock.now(), source: 'machine', text: text.slice(0, MAX_LINE_CHARS) });
  }

  /** Adds a command line that was started. */
  command(text: string): OutputRecorder {
    this.#add({ at: this.#clock.now(), source: 'command', text: text.slice(0, MAX_LINE_CHARS) });
    const output: RunningOutput = { text: '', at: this.#clock.now() };
    this.#running.add(output);
    return {
      add: (more) => {
        output.text = takeEnd(output.text + takeEnd(more, MAX_OUTPUT_CHARS), MAX_OUTPUT_CHARS);
        output.at = this.#clock.now();
      },
      end: () => {
        if (this.#running.delete(output)) for (const line of toLines(output)) this.#add(line);
      },
    };
  }

  /** The latest lines, oldest first. The output of a command follows when it has ended, or at the end. */
  latest(limit: number): readonly MachineLogLine[] {
    return [...this.#lines, ...[...this.#running].flatMap(toLines)].slice(-limit);
  }

  #add(line: MachineLogLine): void {
    this.#lines.push(line);
    if (this.#lines.length > 2 * MAX_LINES) this.#lines = this.#lines.slice(-MAX_LINES);
  }
}

function toLines({ text, at }: RunningOutput): readonly MachineLogLine[] {
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  return lines.map((line) => ({ at, source: 'output', text: line.slice(0, MAX_LINE_CHARS) }));
}
