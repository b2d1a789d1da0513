// The container's first shell, which looks after its processes. Its scripts are short and run one after another.
import { SerialQueue } from '#core/serial-queue.ts';
import type { ResidentShell } from './resident-shell.ts';

/** Longest wait for an answer, ms. Programs in the container run as the same user, so they can take the shell's input from it. */
const ANSWER_MS = 30_000;
/** Most output of a script. They can write to the shell's output, too. */
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/** Runs a short script and returns what it printed. */
export type RunScript = (script: string) => Promise<string>;

/** Creates the queue of scripts of a shell. One that doesn't answer is closed, which ends the container. */
export function createControl(shell: ResidentShell, answerMs = ANSWER_MS): RunScript {
  const queue = new SerialQueue();
  return (script) =>
    queue.run(async () => {
      const kept: Buffer[] = [];
      let size = 0;
      const timer = setTimeout(() => shell.close(), answerMs);
      const keep = (bytes: Buffer): void => {
        size += bytes.length;
        if (size <= MAX_OUTPUT_BYTES) kept.push(Buffer.from(bytes));
        else shell.close();
      };
      await shell.run(script, '', keep).finally(() => clearTimeout(timer));
      return Buffer.concat(kept).toString('utf8');
    });
}
