// Cold start: from the command to the first `health` response.
// Proves: PK-4
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { PROJECT_ROOT } from '#scripts/project-root.ts';

import { BareClient } from '../bare-client.ts';
import { BenchClient } from '../bench-client.ts';
import { rssBytes, startBare, type ModelProcess } from '../child-process.ts';
import type { Row } from '../report.ts';
import { median, msBetween } from '../statistics.ts';
import { makeHome, startHost } from '../world.ts';

/** What people start. */
const COMMAND = join(PROJECT_ROOT, 'cli/gatehouse.mjs');

/** Starts the host `times` times, each with a new home folder. */
export async function startRow(model: ModelProcess, times: number): Promise<Row> {
  const ours: number[] = [];
  // As on a user's machine, the compiled code of the start before is there.
  const cache = mkdtempSync(join(tmpdir(), 'gatehouse-bench-cache-'));
  await timeHost(model, cache);
  for (let round = 0; round < times; round += 1) ours.push(await timeHost(model, cache));
  rmSync(cache, { recursive: true, force: true });
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
    note: 'with a new home folder, and the compile cache of an earlier start',
  };
}

async function timeHost(model: ModelProcess, cache: string): Promise<number> {
  const home = makeHome();
  const startedAt = process.hrtime.bigint();
  const host = await startHost(home, model, { entry: COMMAND, env: { XDG_CACHE_HOME: cache } });
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
