// Cold start: from the command to the first `health` response.
// Proves: PK-4
import { rmSync } from 'node:fs';

import { BareClient } from '../bare-client.ts';
import { BenchClient } from '../bench-client.ts';
import { rssBytes, startBare, type ModelProcess } from '../child-process.ts';
import type { Row } from '../report.ts';
import { median, msBetween } from '../statistics.ts';
import { makeHome, startHost } from '../world.ts';

/** Starts the host `times` times, each with a new home folder. */
export async function startRow(model: ModelProcess, times: number): Promise<Row> {
  const ours: number[] = [];
  for (let round = 0; round < times; round += 1) ours.push(await timeHost(model));
  const bare: number[] = [];
  for (let round = 0; round < times; round += 1) bare.push(await timeBare());
  return {
    id: 'start',
    title: 'cold start to first health response',
    unit: 's',
    value: median(ours) / 1000,
    target: 0.5,
    better: 'lower',
    bare: median(bare) / 1000,
    note: 'with a new home folder',
  };
}

async function timeHost(model: ModelProcess): Promise<number> {
  const home = makeHome();
  const startedAt = process.hrtime.bigint();
  const host = await startHost(home, model);
  const client = await BenchClient.connect(host.port, host.token);
  await client.request('health', {});
  const ms = msBetween(startedAt, process.hrtime.bigint());
  client.close();
  await host.kill();
  rmSync(home, { recursive: true, force: true });
  return ms;
}

async function timeBare(): Promise<number> {
  const startedAt = process.hrtime.bigint();
  const process_ = await startBare();
  const client = await BareClient.connect(process_.port);
  await client.echo('health');
  const ms = msBetween(startedAt, process.hrtime.bigint());
  client.close();
  process_.stop();
  return ms;
}

/** Memory of a minimal process that serves one connection, MB. */
export async function bareMemoryMb(): Promise<number> {
  const helper = await startBare();
  const client = await BareClient.connect(helper.port);
  await client.echo('x');
  const mb = rssBytes(helper.pid) / 2 ** 20;
  client.close();
  helper.stop();
  return mb;
}
