// The kill test of channels. People write on every network while the host is killed with SIGKILL again and again, on one home folder. In
// the end, every message must have been handled once, in order, and answered.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { defined } from '#contract/types/defined.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import {
  startModelServer,
  type ModelRequestRecord,
  type ModelServer,
  type Reply,
} from '#tests/support/model-server.ts';
import type { Network, NetworkPerson } from '#tests/support/networks/network.ts';
import { NETWORKS } from '#tests/support/networks/registry.ts';
import { HOST_ENTRY, startRunningHost, type RunningHost } from '#tests/support/running-host.ts';
import { MAX_WAIT_MS, waitUntil } from '#tests/support/wait-until.ts';
import { connectTo } from '../connect.ts';
import { createRandom, type Random } from '../random.ts';
import {
  answerTo,
  askFor,
  checkChats,
  countApologies,
  findUnanswered,
  readTokens,
  type ChatFindings,
  type Written,
} from './chat-ledger.ts';
import type { ChannelKillReport } from './channel-kill-report.ts';

/** Options of the run. */
export interface ChannelKillOptions {
  readonly points: number;
  readonly seed: number;
  /** Entry file of the host. Default: the built one. */
  readonly entry?: string;
  report?(line: string): void;
}

const PEOPLE = ['Ada', 'Ben'];
/** Chances: that a kill hits a host that starts, and that the host is idle for a while first. */
const KILLED_WHILE_STARTING = 0.15;
const IDLE = 0.3;
/** Longest time from a message to a kill, ms: for kills while it is received, and while a slow answer is shown. */
const MAX_ANSWER_MS = 250;
const MAX_LIFE_MS = 2_500;
/** Longest time from the start of a process to a kill, ms. */
const MAX_START_MS = 900;
/** Chance that a person writes. */
const WRITES = 0.35;
const WRITES_WHILE_STOPPED = 0.15;
const END_MS = 2 * MAX_WAIT_MS;

/** Runs all kills. */
export async function runChannelKillTest(options: ChannelKillOptions): Promise<ChannelKillReport> {
  const base = mkdtempSync(join(tmpdir(), 'gatehouse-kill-channels-'));
  const run = new ChannelKillRun(options, base);
  try {
    return await run.all();
  } finally {
    await run.dispose();
    rmSync(base, { recursive: true, force: true });
  }
}

class ChannelKillRun {
  readonly #options: ChannelKillOptions;
  readonly #home: string;
  readonly #networks: Network[] = [];
  readonly #people: { readonly network: Network; readonly person: NetworkPerson }[] = [];
  readonly #written: Written[] = [];
  readonly #findings: ChatFindings = { lost: [], handledTwice: [], outOfOrder: [], stuck: [] };
  #model: ModelServer | undefined;
  #host: RunningHost | undefined;
  #port = 0;

  constructor(options: ChannelKillOptions, base: string) {
    this.#options = options;
    this.#home = join(base, 'home');
    mkdirSync(this.#home, { mode: 0o700 });
    const configuration = {
      agents: { defaults: { model: 'anthropic/claude-sonnet-4-5' } },
      gateway: { publicUrl: 'https://gatehouse.example' },
      titles: { automatic: false },
      limits: { concurrentRuns: 64 },
    };
    writeFileSync(join(this.#home, 'gatehouse.json5'), JSON.stringify(configuration), { mode: 0o600 });
  }

  async all(): Promise<ChannelKillReport> {
    this.#model = await startModelServer(answer);
    for (const open of Object.values(NETWORKS)) this.#networks.push(await open());
    await this.#link();
    for (let index = 0; index < this.#options.points; index += 1) {
      await this.#life(index);
      if ((index + 1) % 10 === 0)
        this.#options.report?.(
          `${index + 1}/${this.#options.points} kills: ${this.#written.length} messages, ${findUnanswered(this.#written).length} without an answer so far`,
        );
    }
    await this.#start();
    const client = await this.#connect();
    await this.#untilAnswered();
    await this.#checkSessions(client);
    client.stop();
    const duplicates = checkChats(this.#written, this.#findings);
    await this.#host?.stop();
    return {
      points: this.#options.points,
      seed: this.#options.seed,
      networks: this.#networks.map(({ title, keys }) => ({
        title,
        keys,
        messages: this.#written.filter(({ network }) => network.title === title).length,
        duplicates: duplicates.get(title) ?? { total: 0, most: 0 },
      })),
      ...this.#findings,
    };
  }

  async dispose(): Promise<void> {
    await this.#host?.kill();
    await this.#model?.close();
    for (const network of this.#networks) await network.close();
  }

  /** Connects the networks and links people, before the first kill. */
  async #link(): Promise<void> {
    await this.#start();
    const client = await this.#connect();
    for (const network of this.#networks) {
      const { id: channel, options, secrets } = network;
      await client.request('channels.connect', { channel, options, secrets });
      await waitUntil(`the connection to ${network.title}`, () => network.isConnected());
      for (const name of PEOPLE) {
        const person = network.person(name);
        const { code } = await client.request('channels.codes.create', {});
        person.say(`/link ${code}`);
        await waitUntil('the greeting', () => person.shown().some(({ text }) => text.includes('is linked')));
        this.#people.push({ network, person });
      }
    }
    client.stop();
  }

  async #life(index: number): Promise<void> {
    const random = createRandom(this.#options.seed * 1_000 + index);
    // People write while no host runs, too.
    const killed = this.#host?.kill();
    this.#say(random, index, WRITES_WHILE_STOPPED);
    await killed;
    if (random.chance(KILLED_WHILE_STARTING)) return this.#killWhileStarting(random.between(0, MAX_START_MS));
    await this.#start();
    if (random.chance(IDLE)) await delay(random.between(0, MAX_LIFE_MS));
    for (let rounds = 1 + random.integer(2); rounds > 0; rounds -= 1) {
      this.#say(random, index, WRITES);
      await delay(random.between(0, random.chance(0.5) ? MAX_ANSWER_MS : MAX_LIFE_MS));
    }
    await this.#host?.kill();
  }

  async #killWhileStarting(afterMs: number): Promise<void> {
    const { entry = HOST_ENTRY } = this.#options;
    const args = [entry, 'start', '--json', '--port', String(this.#port), '--home', this.#home];
    const env = { HOME: this.#home, PATH: process.env['PATH'], ...this.#environment() };
    const child = spawn(process.execPath, args, { env, stdio: 'ignore' });
    const gone = once(child, 'exit');
    await delay(afterMs);
    child.kill('SIGKILL');
    await gone;
  }

  #say(random: Random, atKill: number, chance: number): void {
    for (const { network, person } of this.#people) {
      if (!random.chance(chance)) continue;
      const token = `m${this.#written.length + 1}`;
      this.#written.push({ network, person, token, atKill });
      person.say(askFor(token));
    }
  }

  #environment(): Readonly<Record<string, string>> {
    return {
      OLLAMA_HOST: 'http://127.0.0.1:9',
      ANTHROPIC_API_KEY: 'sk-ant-test-0123456789abcdef',
      ANTHROPIC_BASE_URL: this.#model?.url ?? '',
      ...Object.fromEntries(this.#networks.flatMap(({ environment }) => Object.entries(environment))),
    };
  }

  async #start(): Promise<void> {
    const env = this.#environment();
    const { entry } = this.#options;
    try {
      this.#host = await startRunningHost({ home: this.#home, env, port: this.#port, ...defined({ entry }) });
      // WhatsApp delivers to the same address after each start.
      this.#port = this.#host.port;
      for (const network of this.#networks) network.attach(this.#host.origin);
    } catch (error) {
      this.#findings.stuck.push(`The start after a kill failed: ${errorMessage(error)}`);
    }
  }

  async #connect(): Promise<GatewayClient> {
    if (this.#host === undefined) throw new Error('No host is running.');
    return connectTo(this.#host.origin, this.#host.token);
  }

  async #untilAnswered(): Promise<void> {
    const deadline = performance.now() + END_MS;
    const left = () =>
      findUnanswered(this.#written).length > this.#countTold() || this.#networks.some((one) => !one.isIdle());
    while (left() && performance.now() < deadline) await delay(100);
    // Networks without edits show an answer that is sent twice a little later.
    await delay(2_000);
    if (this.#networks.some((one) => !one.isIdle()))
      this.#findings.stuck.push('A network still has updates for the bot.');
  }

  #countTold(): number {
    return this.#people.reduce((sum, { person }) => sum + countApologies(person.shown()), 0);
  }

  /** Each message of a person must be in one session, once. */
  async #checkSessions(client: GatewayClient): Promise<void> {
    const { sessions } = await client.request('sessions.list', { limit: 200 });
    const counts = new Map<string, number>();
    for (const { key } of sessions) {
      const { messages } = await client.request('chat.history', { sessionKey: key, limit: 1_000 });
      for (const message of messages) {
        const { role, content } = Object(message) as { role?: string; content?: unknown };
        if (role !== 'user') continue;
        for (const token of readTokens(JSON.stringify(content))) counts.set(token, (counts.get(token) ?? 0) + 1);
      }
    }
    for (const { token, network } of this.#written) {
      const count = counts.get(token) ?? 0;
      if (count > 1) this.#findings.handledTwice.push(`${network.title}: ${token} was handled ${count} times`);
      if (count === 0) this.#findings.lost.push(`${network.title}: ${token} never reached the agent`);
    }
  }
}

/** Answers the newest message of a person, slowly enough to be killed meanwhile. */
function answer(request: ModelRequestRecord): Reply {
  const token = readTokens(JSON.stringify(request.body.messages)).at(-1) ?? 'nothing';
  const isSlow = Number(token.slice(1)) % 3 === 0;
  return { steps: [{ say: answerTo(token), chunks: isSlow ? 10 : 4, everyMs: isSlow ? 200 : 30 }] };
}
