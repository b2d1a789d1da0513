// What Gatehouse adds to a message in a chat app: from the message of a linked person to the answer in the app, with a model that
// answers at once. Proves: CN-1
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connectTo } from '#tests/kill/connect.ts';
import type { Network, NetworkPerson } from '#tests/support/networks/network.ts';
import { NETWORKS } from '#tests/support/networks/registry.ts';
import { MAX_WAIT_MS } from '#tests/support/wait-until.ts';
import type { ModelProcess } from '../child-process.ts';
import { planText } from '../plan.ts';
import type { Row } from '../report.ts';
import { quantile } from '../statistics.ts';
import { startHost } from '../world.ts';

/** Most that Gatehouse may add to a message, p95, ms. */
const TARGET_MS = 300;
const WARM_UP = 5;
/** Time between two looks at the app, ms. */
const LOOK_MS = 1;

/** Measures `messages` messages on each network, one after another. */
export async function channelRows(model: ModelProcess, messages: number): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const open of Object.values(NETWORKS)) {
    const network = await open();
    try {
      rows.push(await measure(network, model, messages));
    } finally {
      await network.close();
    }
  }
  return rows;
}

async function measure(network: Network, model: ModelProcess, messages: number): Promise<Row> {
  const home = mkdtempSync(join(tmpdir(), 'gatehouse-bench-channels-'));
  const { id: channel, options, secrets, title } = network;
  const configuration = {
    agents: { defaults: { model: 'anthropic/bench' } },
    gateway: { publicUrl: 'https://gatehouse.example' },
  };
  writeFileSync(join(home, 'gatehouse.json5'), JSON.stringify(configuration));
  const host = await startHost(home, model, { env: network.environment });
  try {
    network.attach(host.origin);
    const client = await connectTo(host.origin, host.token);
    await client.request('channels.connect', { channel, options, secrets });
    await until('the connection', () => network.isConnected());
    const person = network.person('Ada');
    const { code } = await client.request('channels.codes.create', {});
    await answered(person, `/link ${code}`, 'linked');
    const times: number[] = [];
    for (let round = 0; round < WARM_UP + messages; round += 1) {
      const tag = `channel${round}`;
      const took = await answered(person, planText({ tag, deltas: 3, everyMs: 0 }), `${tag} word 2`);
      if (round >= WARM_UP) times.push(took);
    }
    client.stop();
    return {
      id: `channel-${channel}`,
      title: `${title}: a message to its answer in the app, p95`,
      unit: 'ms',
      value: quantile(times, 0.95),
      target: TARGET_MS,
      better: 'lower',
      bare: undefined,
      note: `median ${quantile(times, 0.5).toFixed(0)} ms; ${messages} messages, with a model that answers at once`,
    };
  } finally {
    await host.dispose();
    rmSync(home, { recursive: true, force: true });
  }
}

/** Writes a message, and returns the time until the answer is shown, ms. */
async function answered(person: NetworkPerson, text: string, answer: string): Promise<number> {
  const startedAt = performance.now();
  person.say(text);
  await until(`the answer "${answer}"`, () => person.shown().some((message) => message.text.includes(answer)));
  return performance.now() - startedAt;
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = performance.now() + MAX_WAIT_MS;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`${what} is missing`);
    await delay(LOOK_MS);
  }
}
