// All open terminals of a gateway. They survive the connection that opened them.
import { invalidRequest } from '#contract/wire/errors.ts';
import type { ConsoleSink } from '#core/console/console-source.ts';
import type { Machine } from '#core/ports/machine.ts';
import type { GatewayServices } from '../../server/services.ts';
import { OpenTerminal } from './open-terminal.ts';

const MAX_TERMINALS = 64;
/** Kinds of machines whose commands can do what the user can, here or on another computer. */
const UNCONFINED: readonly string[] = ['host', 'ssh'];

/** The terminals of one gateway. */
export function makeTerminalHub({
  services: { ids, clock },
}: {
  readonly services: Pick<GatewayServices, 'ids' | 'clock'>;
}) {
  const terminals = new Map<string, OpenTerminal>();
  return {
    /** @throws {GatewayError} when too many are open. */
    async open(
      machine: Pick<Machine, 'workspace' | 'kind' | 'terminal'>,
      agentId: string,
      size: { readonly cols: number; readonly rows: number },
      openCapture?: () => Promise<ConsoleSink>,
    ): Promise<OpenTerminal> {
      if (terminals.size >= MAX_TERMINALS)
        throw invalidRequest(
          `${MAX_TERMINALS} terminals are open, which is the limit.`,
          'TOO_MANY_TERMINALS',
          'Close one first.',
        );
      const id = ids.next();
      const { workspace: cwd, kind } = machine;
      const facts = { id, agentId, cwd, confined: !UNCONFINED.includes(kind), createdAtMs: clock.now() };
      const terminal = new OpenTerminal(facts, clock);
      terminals.set(id, terminal);
      let capture: ConsoleSink | undefined;
      const exit = (code: number | null, signal: number | null): void => {
        terminals.delete(id);
        capture?.end(code);
        terminal.ended(code, signal);
      };
      try {
        capture = await openCapture?.();
        const data = (text: string): void => {
          terminal.data(text);
          capture?.write(text);
        };
        terminal.started(await machine.terminal(size, { data, exit }));
      } catch (error) {
        terminals.delete(id);
        capture?.end(null);
        throw error;
      }
      return terminal;
    },
    /** @throws {GatewayError} when there is none. */
    get(id: string): OpenTerminal {
      const terminal = terminals.get(id);
      if (terminal !== undefined) return terminal;
      throw invalidRequest('This terminal is no longer open.', 'TERMINAL_NOT_FOUND', 'Open a new one.');
    },
    list: (): readonly OpenTerminal[] => [...terminals.values()],
    close(): void {
      for (const terminal of terminals.values()) terminal.close();
    },
  };
}
