// The container's first shell, which looks after its processes. Its scripts are short and run one after another.
import { SerialQueue } from '#core/serial-queue.ts';
import type { ResidentShell } from './resident-shell.ts';

/** Runs a short script and returns what it printed. */
export type RunScript = (script: string) => Promise<string>;

/** Creates the queue of scripts of a shell. */
export function createControl(shell: ResidentShell): RunScript {
  const queue = new SerialQueue();
  return (script) =>
    queue.run(async () => {
      const kept: Buffer[] = [];
      await shell.run(script, '', (bytes) => kept.push(Buffer.from(bytes)));
      return Buffer.concat(kept).toString('utf8');
    });
}
