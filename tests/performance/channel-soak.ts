// The soak of channels: many people write on every network for a long time. In the end, every message must have been handled once, in
// order, and answered, and the memory of the host must not have grown with the number of messages.
import { readFileSync } from 'node:fs';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connectTo } from '#tests/kill/connect.ts';
import {
  answerTo,
  askFor,
  checkChats,
  findUnanswered,
  readTokens,
  type ChatFindings,
  type Written,
} from '#tests/kill/channels/chat-ledger.ts';
import { startModelServer, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { startRunningHost } from '#tests/support/running-host.ts';
import { MAX_WAIT_MS } from '#tests/support/wait-until.ts';
import type { Network, NetworkPerson } from '#tests/support/networks/network.ts';
import { NETWORKS } from '#tests/support/networks/registry.ts';

/** How long, and how many. */
export interface ChannelSoakOptions {
  readonly minutes: number;
  readonly chats: number;
  /** Mean time between two messages of a person, s. */
  readonly everySeconds: number;
  report?(line: string): void;
}

/** What was seen. */
export interface ChannelSoakReport extends ChatFindings {
  readonly minutes: number;
  readonly chats: number;
  readonly messages: number;
  readonly repeatedSends: number;
  /** Time from a message to its complete answer, ms, ascending. */
  readonly times: readonly number[];
  /** Memory of the host (RSS) after a tenth of the time, at the end, and at most, MB. */
  readonly memory: { readonly early: number; readonly late: number; readonly most: number };
}

const MEMORY_MS = 15_000;
const LOOK_MS = 50;

/** Runs it. */
export async function runChannelSoak(options: ChannelSoakOptions): Promise<ChannelSoakReport> {
  const home = mkdtempSync(join(tmpdir(), 'gatehouse-channel-soak-'));
  mkdirSync(home, { recursive: true });
  const configuration = {
    agents: { defaults: { model: 'anthropic/claude-sonnet-4-5' } },
    gateway: { publicUrl: 'https://gatehouse.example' },
    titles: { automatic: false },
    limits: { concurrentRuns: 64 },
  };
  writeFileSync(join(home, 'gatehouse.json5'), JSON.stringify(configuration), { mode: 0o600 });
  const model = await startModelServer(answer);
  const networks = await Promise.all(Object.values(NETWORKS).map((open) => open()));
  const env = {
    OLLAMA_HOST: 'http://127.0.0.1:9',
    ANTHROPIC_API_KEY: 'sk-ant-test-0123456789abcdef',
    ANTHROPIC_BASE_URL: model.url,
    ...Object.fromEntries(networks.flatMap(({ environment }) => Object.entries(environment))),
  };
  const host = await startRunningHost({ home, env });
  try {
    const client = await connectTo(host.origin, host.token);
    const people = await link(client, networks, host.origin, options.chats);
    const soak = new Soak(options, people, () => readMemory(host.pid));
    await soak.run();
    const { sessions } = await client.request('sessions.list', { limit: 200 });
    const histories = await Promise.all(
      sessions.map(({ key }) => client.request('chat.history', { sessionKey: key, limit: 1_000 })),
    );
    client.stop();
    return soak.result(histories.flatMap(({ messages }) => messages));
  } finally {
    await host.stop();
    for (const network of networks) await network.close();
    await model.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  }
}

interface Member {
  readonly network: Network;
  readonly person: NetworkPerson;
}

async function link(
  client: Awaited<ReturnType<typeof connectTo>>,
  networks: readonly Network[],
  origin: string,
  chats: number,
): Promise<readonly Member[]> {
  for (const network of networks) {
    const { id: channel, options, secrets } = network;
    network.attach(origin);
    await client.request('channels.connect', { channel, options, secrets });
    await until(`the connection to ${network.title}`, () => network.isConnected());
  }
  const people: Member[] = [];
  for (let at = 0; at < chats; at += 1) {
    const network = networks[at % networks.length];
    if (network === undefined) break;
    const person = network.person(`Person ${at + 1}`);
    const { code } = await client.request('channels.codes.create', {});
    person.say(`/link ${code}`);
    await until('the greeting', () => person.shown().some(({ text }) => text.includes('is linked')));
    people.push({ network, person });
  }
  return people;
}

class Soak {
  readonly #options: ChannelSoakOptions;
  readonly #people: readonly Member[];
  readonly #readMemory: () => number;
  readonly #written: Written[] = [];
  readonly #times: number[] = [];
  readonly #memory: number[] = [];

  constructor(options: ChannelSoakOptions, people: readonly Member[], memory: () => number) {
    this.#options = options;
    this.#people = people;
    this.#readMemory = memory;
  }

  async run(): Promise<void> {
    const { minutes, report } = this.#options;
    const until = Date.now() + minutes * 60_000;
    const watch = setInterval(() => {
      this.#memory.push(this.#readMemory());
      const open = findUnanswered(this.#written).length;
      report?.(`${this.#written.length} messages, ${open} without an answer now, ${this.#memory.at(-1) ?? 0} MB`);
    }, MEMORY_MS);
    try {
      await Promise.all(this.#people.map((member) => this.#talk(member, until)));
    } finally {
      clearInterval(watch);
    }
    this.#memory.push(this.#readMemory());
  }

  /** A person writes, waits for the answer, and writes again a while later. */
  async #talk({ network, person }: Member, until: number): Promise<void> {
    const everyMs = this.#options.everySeconds * 1_000;
    await delay(Math.random() * everyMs);
    while (Date.now() < until) {
      const token = `m${this.#written.length + 1}`;
      this.#written.push({ network, person, token, atKill: 0 });
      const startedAt = performance.now();
      person.say(askFor(token));
      const wanted = answerTo(token);
      while (!person.shown().some(({ text }) => text.includes(wanted))) {
        if (performance.now() - startedAt > MAX_WAIT_MS) break;
        await delay(LOOK_MS);
      }
      this.#times.push(performance.now() - startedAt);
      await delay(everyMs * (0.5 + Math.random()));
    }
  }

  result(messages: readonly unknown[]): ChannelSoakReport {
    const findings: ChatFindings = { lost: [], handledTwice: [], outOfOrder: [], stuck: [] };
    const repeated = [...checkChats(this.#written, findings).values()];
    const counts = new Map<string, number>();
    for (const message of messages) {
      const { role, content } = Object(message) as { readonly role?: string; readonly content?: unknown };
      if (role !== 'user') continue;
      for (const token of readTokens(JSON.stringify(content))) counts.set(token, (counts.get(token) ?? 0) + 1);
    }
    for (const [token, count] of counts)
      if (count > 1) findings.handledTwice.push(`${token} was handled ${count} times`);
    const { minutes, chats } = this.#options;
    return {
      ...findings,
      minutes,
      chats,
      messages: this.#written.length,
      repeatedSends: repeated.reduce((sum, { total }) => sum + total, 0),
      times: this.#times.toSorted((a, b) => a - b),
      memory: {
        early: this.#memory[Math.floor(this.#memory.length / 10)] ?? 0,
        late: this.#memory.at(-1) ?? 0,
        most: Math.max(0, ...this.#memory),
      },
    };
  }
}

/** The result as a page. */
export function soakAsMarkdown(report: ChannelSoakReport, date: Date): string {
  const { minutes, chats, messages, lost, handledTwice, outOfOrder, repeatedSends, times, memory } = report;
  const at = (share: number): string =>
    `${Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0)} ms`;
  return [
    '# Soak of channels',
    '',
    `People in ${chats} chats on Telegram, Discord, Slack, and WhatsApp wrote to their agents for ${minutes} minutes, on ${date.toISOString().slice(0, 10)}. Each network is a local server that speaks its protocol, and the model is a local server, too. A person waits for the answer, and writes again a while later. The computer did other work at the same time. Run \`npm run soak:channels\` to repeat it.`,
    '',
    '| | |',
    '|---|---|',
    `| minutes | ${minutes} |`,
    `| chats | ${chats} |`,
    `| messages | ${messages} |`,
    `| **without an answer** | **${lost.length}** |`,
    `| **handled twice** | **${handledTwice.length}** |`,
    `| **answered out of order** | **${outOfOrder.length}** |`,
    `| answers sent twice | ${repeatedSends} |`,
    `| from a message to its complete answer, median / p95 / p99 | ${at(0.5)} / ${at(0.95)} / ${at(0.99)} |`,
    `| memory of the gateway (RSS) after a tenth of the time / at the end / at most | ${memory.early} / ${memory.late} / ${memory.most} MB |`,
    '',
    ...[...lost, ...handledTwice, ...outOfOrder].slice(0, 20).map((finding) => `- ${finding}`),
  ].join('\n');
}

function answer(request: ModelRequestRecord): Reply {
  const token = readTokens(JSON.stringify(request.body.messages)).at(-1) ?? 'nothing';
  return { steps: [{ say: answerTo(token), chunks: 4, everyMs: 50 }] };
}

/** Resident memory of a process, MB. */
function readMemory(pid: number): number {
  const [, kilobytes = '0'] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kilobytes) / 1024);
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = performance.now() + MAX_WAIT_MS;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`${what} is missing`);
    await delay(LOOK_MS);
  }
}
