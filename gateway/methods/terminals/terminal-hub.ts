// All open terminals of a gateway. They survive the connection that opened them.
import { invalidRequest } from '#contract/wire/errors.ts';
import type { Machine } from '#core/ports/machine.ts';
import type { GatewayServices } from '../../server/services.ts';
import { OpenTerminal } from './open-terminal.ts';

const MAX_TERMINALS = 64;

/** Open terminals by id. */
export interface TerminalHub {
  /** @throws {GatewayError} when there are too many */
  open(
    machine: Pick<Machine, 'workspace' | 'kind' | 'terminal'>,
    agentId: string,
    size: { readonly cols: number; readonly rows: number },
  ): Promise<OpenTerminal>;
  /** @throws {GatewayError} when there is none */
  get(id: string): OpenTerminal;
  list(): readonly OpenTerminal[];
  close(): void;
}

/** Makes the terminals of one gateway. */
export const makeTerminalHub = ({
  services,
}: {
  readonly services: Pick<GatewayServices, 'ids' | 'clock'>;
}): TerminalHub => {
  const terminals = new Map<string, OpenTerminal>();
  return {
    open: async (machine, agentId, size) => {
      if (terminals.size >= MAX_TERMINALS)
        throw invalidRequest(
          `${MAX_TERMINALS} terminals are open`,
          'TOO_MANY_TERMINALS',
          'Close one you no longer need.',
        );
      const id = services.ids.next();
      const terminal = new OpenTerminal(
        { id, agentId, cwd: machine.workspace, confined: machine.kind !== 'host', createdAtMs: services.clock.now() },
        services.clock,
      );
      terminals.set(id, terminal);
      const end = (code: number | null, signal: number | null): void => {
        terminals.delete(id);
        terminal.ended(code, signal);
      };
      try {
        terminal.started(await machine.terminal(size, { data: terminal.data, exit: end }));
      } catch (error) {
        terminals.delete(id);
        throw error;
      }
      return terminal;
    },
    get: (id) => {
      const terminal = terminals.get(id);
      if (terminal === undefined)
        throw invalidRequest('This terminal is no longer open.', 'TERMINAL_NOT_FOUND', 'Open a new one.');
      return terminal;
    },
    list: () => [...terminals.values()],
    close: () => {
      for (const terminal of terminals.values()) terminal.close();
    },
  };
};
