// Says what a recorded client said, and keeps what our gateway answers.
import type { ClientOptions } from 'ws';

import type { DeviceConnect, TestDevice } from '../support/device.ts';
import type { ProtocolHost } from '../support/protocol-host.ts';
import { connectParams, RawSocket, type RawFrame } from '../support/raw-socket.ts';
import type { Observation, Traffic } from './traffic.ts';

/** The scopes that most recordings were made with. */
const RECORDED_SCOPES = ['admin', 'read', 'write', 'approvals', 'pairing', 'questions'].map(
  (name) => `operator.${name}`,
);

/** One connection of a replay. */
export class ReplayConnection {
  readonly socket: RawSocket;
  readonly #methods = new Map([['connect', 'connect']]);
  readonly #facts: Pick<Traffic, 'file' | 'section' | 'role'>;
  #closed: number | undefined;
  #calls = 0;

  constructor(socket: RawSocket, facts: Pick<Traffic, 'file' | 'section' | 'role'>) {
    this.socket = socket;
    this.#facts = facts;
    void socket.closed.then(({ code }) => (this.#closed = code));
  }

  /** Sends a request and waits for its first answer, whatever it is. */
  async call(method: string, params?: unknown): Promise<RawFrame> {
    const id = `r${(this.#calls += 1)}`;
    this.#methods.set(id, method);
    return this.socket.request(id, method, params);
  }

  /** The same, for its payload; nothing when it was refused. */
  async ask(method: string, params?: unknown): Promise<Readonly<Record<string, unknown>>> {
    return (await this.call(method, params)).payload ?? {};
  }

  /** Waits for the second answer to the last request. */
  async secondAnswer(): Promise<RawFrame> {
    const id = `r${this.#calls}`;
    return this.socket.frame((frame) => frame.id === id && frame.payload?.['status'] !== 'accepted');
  }

  traffic(): Traffic {
    const closed = this.#closed === undefined ? {} : { closed: this.#closed };
    return { ...this.#facts, methods: this.#methods, frames: this.socket.frames, ...closed };
  }
}

/** What a replay of one transcript uses. */
export interface Stage {
  readonly gateway: ProtocolHost;
  /** Opens a socket and sends nothing. */
  open(section: string, options?: ClientOptions): Promise<ReplayConnection>;
  /** Connects as the recorded command-line client, with changes; does not mind a refusal. */
  connect(
    section?: string,
    changes?: Readonly<Record<string, unknown>>,
    options?: ClientOptions,
  ): Promise<ReplayConnection>;
  /** Connects with a device's key. */
  device(section: string, device: TestDevice, options?: DeviceConnect): Promise<ReplayConnection>;
  /** Something to compare that did not come over a socket. */
  note(observation: Observation): void;
}

/** A replay: the transcript's name and what it does. */
export interface Replay {
  readonly file: string;
  readonly run: (stage: Stage) => Promise<void>;
}

/** A stage, and all that was heard on it. */
export function stageFor(
  file: string,
  gateway: ProtocolHost,
): { readonly stage: Stage; traffic(): readonly Traffic[]; notes(): readonly Observation[]; close(): void } {
  const connections: ReplayConnection[] = [];
  const notes: Observation[] = [];
  const keep = (socket: RawSocket, section: string, role: unknown): ReplayConnection => {
    const connection = new ReplayConnection(socket, {
      file,
      section,
      role: typeof role === 'string' ? role : 'operator',
    });
    connections.push(connection);
    return connection;
  };
  const stage: Stage = {
    gateway,
    note: (observation) => void notes.push(observation),
    open: async (section, options) => keep(await RawSocket.open(gateway.url, options), section, undefined),
    async connect(section = '', changes = {}, options) {
      const connection = keep(await RawSocket.open(gateway.url, options), section, changes['role']);
      const params = connectParams({ scopes: RECORDED_SCOPES, ...changes });
      await connection.socket.request('connect', 'connect', params);
      return connection;
    },
    async device(section, device, options = {}) {
      const { socket } = await device.connect(gateway.url, options);
      return keep(socket, section, options.role);
    },
  };
  return {
    stage,
    traffic: () => connections.map((connection) => connection.traffic()),
    notes: () => notes,
    close: () => connections.forEach(({ socket }) => socket.close()),
  };
}
