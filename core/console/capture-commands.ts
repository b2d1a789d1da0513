// Runs command lines whose output also goes to the console.
import type { ConsoleKind } from '#contract/types/console.ts';
import type { Machine } from '../ports/machine.ts';
import type { ToolContext } from '../ports/tool-source.ts';

/** The part of a machine that runs commands, with its output captured. */
export function captureCommands({ machine, console }: ToolContext, kind: ConsoleKind): Pick<Machine, 'exec'> {
  if (console === undefined) return machine;
  return {
    async exec(request, onOutput, signal) {
      const { command } = request;
      const sink = console(kind, typeof command === 'string' ? command : command.join(' '));
      const output = (text: string): void => {
        onOutput(text);
        sink.write(text);
      };
      try {
        const running = await machine.exec(request, output, signal);
        running.finished.then(
          ({ exitCode }) => sink.end(exitCode),
          () => sink.end(null),
        );
        return running;
      } catch (error) {
        sink.end(null);
        throw error;
      }
    },
  };
}
