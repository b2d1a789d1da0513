// Machines whose programs have a network of their own: their connections can't be recorded, so the ledger says that they ran.
import type { Machine } from '#core/ports/machine.ts';

/** The machine; `record` is called for each command line and each terminal that it starts. Gatehouse's own programs don't count. */
export function withUntrackedPrograms(machine: Machine, record: () => void): Machine {
  return {
    ...machine,
    exec: async (request, onOutput, signal) => {
      const running = await machine.exec(request, onOutput, signal);
      if (typeof request.command === 'string') record();
      return running;
    },
    terminal: async (size, on) => {
      const terminal = await machine.terminal(size, on);
      record();
      return terminal;
    },
  };
}
