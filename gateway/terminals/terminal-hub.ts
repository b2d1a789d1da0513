// All open terminals of a gateway, and what is kept of them. They survive the connection that opened them.
import { invalidRequest } from '#contract/wire/errors.ts';
import type { ConsoleSink } from '#core/console/console-source.ts';
import type { EngineNotice } from '#core/engine/notices.ts';
import type { Machine } from '#core/ports/machine.ts';
import type { TerminalRecordEnd } from '#core/ports/terminal-records.ts';
import type { GatewayBase } from '../server/gateway-base.ts';
import type { GatewayServices } from '../server/services.ts';
import { OpenTerminal } from './open-terminal.ts';
import { OutputKeeper } from './output-keeper.ts';

const MAX_TERMINALS = 64;
/** Kinds of machines whose commands can do what the user can, here or on another computer. */
const UNCONFINED: readonly string[] = ['host', 'ssh'];
/** Exit codes of a shell that a signal ended: hangup, kill, terminate. */
const KILLED_CODES: readonly number[] = [129, 137, 143];

/** What the terminals of a gateway need of it. */
export interface HubGateway {
  readonly services: Pick<GatewayServices, 'ids' | 'clock' | 'log' | 'terminals'> & {
    readonly engine: Pick<GatewayServices['engine'], 'onNotice'>;
  };
  readonly publish: GatewayBase['publish'];
}

/** The machine on which a terminal runs. */
export type TerminalMachine = Pick<Machine, 'workspace' | 'kind' | 'terminal' | 'list' | 'write' | 'remove'>;

/** A request for a terminal. */
export interface TerminalRequest {
  readonly machine: TerminalMachine;
  readonly agentId: string;
  readonly size: Parameters<Machine['terminal']>[0];
  readonly ownerId: string;
  /** Absent for a terminal in an agent's own workspace, of which nothing is kept. */
  readonly sessionKey?: string;
  /** Default: the shell's, with a number if another terminal of the session has it. */
  readonly name?: string;
  /** Opens the console, if it gets the output too. */
  readonly capture?: () => Promise<ConsoleSink>;
}

interface Entry {
  readonly terminal: OpenTerminal;
  readonly machine: TerminalMachine;
  keeper?: OutputKeeper;
  capture?: ConsoleSink;
  /** Someone closed it, so nothing of it is kept. */
  isDiscarded: boolean;
}

/** The terminals of one gateway. */
export function makeTerminalHub(gateway: HubGateway): TerminalHub {
  return new TerminalHub(gateway);
}

/** The open terminals. */
export class TerminalHub {
  readonly #gateway: HubGateway;
  readonly #entries = new Map<string, Entry>();
  readonly #stopFollowing: () => void;
  #isClosing = false;

  constructor(gateway: HubGateway) {
    this.#gateway = gateway;
    this.#stopFollowing = gateway.services.engine.onNotice((notice) => this.#notice(notice));
  }

  /** @throws {GatewayError} when too many are open. */
  async open(request: TerminalRequest): Promise<OpenTerminal> {
    if (this.#entries.size >= MAX_TERMINALS)
      throw invalidRequest(
        `${MAX_TERMINALS} terminals are open, which is the limit.`,
        'TOO_MANY_TERMINALS',
        'Close one first.',
      );
    const { machine, agentId, sessionKey } = request;
    const { ids, clock } = this.#gateway.services;
    const id = ids.next();
    const confined = !UNCONFINED.includes(machine.kind);
    const facts = { id, agentId, cwd: machine.workspace, confined, createdAtMs: clock.now() };
    const terminal = new OpenTerminal({ ...facts, ...(sessionKey === undefined ? {} : { sessionKey }) }, clock);
    const entry: Entry = { terminal, machine, isDiscarded: false };
    this.#entries.set(id, entry);
    try {
      await this.#start(entry, request);
    } catch (error) {
      this.#entries.delete(id);
      entry.capture?.end(null);
      throw error;
    }
    this.#changed(terminal);
    return terminal;
  }

  /** @throws {GatewayError} when there is none, or it was closed. */
  get(id: string): OpenTerminal {
    return this.#require(id).terminal;
  }

  /** Also one that was closed and is about to end. */
  find(id: string): OpenTerminal | undefined {
    return this.#entries.get(id)?.terminal;
  }

  /** @throws {GatewayError} when there is none. */
  machine(id: string): TerminalMachine {
    return this.#require(id).machine;
  }

  /** Those that nobody has closed. */
  list(): readonly OpenTerminal[] {
    return [...this.#entries.values()].filter(({ isDiscarded }) => !isDiscarded).map(({ terminal }) => terminal);
  }

  /** Ends a terminal, if it is open. Nothing is kept of it. */
  discard(id: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    entry.isDiscarded = true;
    entry.terminal.close();
    this.#changed(entry.terminal);
  }

  /** Ends all terminals. Nothing is kept of them. */
  discardAll(): void {
    for (const id of this.#entries.keys()) this.discard(id);
  }

  /** Notifies clients of a change in the terminals of a session. */
  #changed({ facts: { sessionKey } }: OpenTerminal): void {
    if (sessionKey !== undefined) this.publishChange(sessionKey);
  }

  publishChange(sessionKey: string): void {
    this.#gateway.publish('terminal.changed', { sessionKey, ts: this.#gateway.services.clock.now() });
  }

  /** Ends all of them. Their latest output is on disk when it resolves. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.#stopFollowing();
    await Promise.all([...this.#entries.values()].flatMap(({ keeper }) => keeper?.finish() ?? []));
    for (const { terminal } of this.#entries.values()) terminal.close();
  }

  async #start(entry: Entry, { machine, size, capture, ...request }: TerminalRequest): Promise<void> {
    const { terminal } = entry;
    const opened = await capture?.();
    if (opened !== undefined) entry.capture = opened;
    const data = (text: string): void => {
      terminal.data(text);
      entry.capture?.write(text);
      entry.keeper?.changed();
    };
    const exit = (code: number | null, signal: number | null): void => this.#exited(entry, code, signal);
    terminal.started(await machine.terminal(size, { data, exit }));
    terminal.rename(request.name ?? (await this.#findName(terminal)));
    await this.#keep(entry, request.ownerId);
  }

  /** The name of the shell, with a number if another terminal of the session has it. */
  async #findName({ shell, facts: { id, sessionKey } }: OpenTerminal): Promise<string> {
    const base = shell.split(/[/\\]/).at(-1) ?? '';
    if (sessionKey === undefined) return base;
    const all = await this.#gateway.services.terminals.list(sessionKey);
    const kept = all.filter(({ record }) => this.#entries.get(record.id)?.isDiscarded !== true);
    const open = this.list().filter((other) => other.facts.sessionKey === sessionKey && other.facts.id !== id);
    const taken = new Set([...kept.map(({ record }) => record.name), ...open.map(({ name }) => name)]);
    for (let number = 1; ; number += 1) {
      const name = number === 1 ? base : `${base} ${number}`;
      if (!taken.has(name)) return name;
    }
  }

  async #keep(entry: Entry, ownerId: string): Promise<void> {
    const { terminal } = entry;
    const { sessionKey, ...facts } = terminal.facts;
    const { terminals, clock, log } = this.#gateway.services;
    if (sessionKey === undefined) return;
    const record = { ...facts, sessionKey, ownerId, name: terminal.name, shell: terminal.shell };
    if (!(await terminals.add(record))) return;
    entry.keeper = new OutputKeeper({
      clock,
      log: log.part('terminals'),
      end: () => terminal.end,
      since: (offset) => terminal.since(offset),
      latest: () => terminal.snapshot().text,
      countComplete: (text) => terminals.countComplete(text),
      write: (text, afterGap) => terminals.write(facts.id, text, afterGap),
    });
    entry.keeper.changed();
    // It may have ended meanwhile.
    if (!this.#entries.has(facts.id)) await terminals.remove(facts.id);
    await terminals.purge((id) => this.#entries.has(id));
  }

  #exited(entry: Entry, exitCode: number | null, signal: number | null): void {
    const { terminal } = entry;
    this.#entries.delete(terminal.facts.id);
    entry.capture?.end(exitCode);
    terminal.ended(exitCode, signal);
    this.#endKeeping(entry, { exitCode, signal })
      .catch((error: unknown) =>
        this.#gateway.services.log.warn("Couldn't update the record of a terminal.", { error: String(error) }),
      )
      .finally(() => this.#changed(terminal));
  }

  /** The output is only of use after an end that nobody asked for. */
  async #endKeeping({ terminal, keeper, isDiscarded }: Entry, end: TerminalRecordEnd): Promise<void> {
    const { id } = terminal.facts;
    const { terminals } = this.#gateway.services;
    if (this.#isClosing) return;
    if (isDiscarded || !wasKilled(end)) {
      keeper?.stop();
      return terminals.remove(id);
    }
    await keeper?.finish();
    await terminals.change(id, { end });
  }

  /** The terminals of a deleted session end. Their output is kept for as long as the session can be restored. */
  #notice(notice: EngineNotice): void {
    if (notice.kind !== 'session' || notice.reason !== 'delete') return;
    for (const terminal of this.list()) if (terminal.facts.sessionKey === notice.sessionKey) terminal.close();
  }

  #require(id: string): Entry {
    const entry = this.#entries.get(id);
    if (entry !== undefined && !entry.isDiscarded) return entry;
    throw invalidRequest('This terminal is no longer open.', 'TERMINAL_NOT_FOUND', 'Open a new one.');
  }
}

function wasKilled({ exitCode, signal }: TerminalRecordEnd): boolean {
  return (signal !== null && signal !== 0) || (exitCode !== null && KILLED_CODES.includes(exitCode));
}
