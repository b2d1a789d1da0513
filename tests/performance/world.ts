// The environment of the benchmark: host, client, model, baseline.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { defined } from '#contract/types/defined.ts';
import { startRunningHost, type RunningHost, type RunningHostOptions } from '#tests/support/running-host.ts';

import { BareClient } from './bare-client.ts';
import { BenchClient } from './bench-client.ts';
import { startBare, startModel, type Helper, type ModelProcess } from './child-process.ts';

/** The running parts. */
export interface World {
  readonly host: RunningHost;
  readonly client: BenchClient;
  readonly model: ModelProcess;
  readonly bareProcess: Helper;
  readonly bare: BareClient;
  /** Creates and watches a session. */
  session(name: string): Promise<string>;
  close(): Promise<void>;
}

/** No run of a benchmark waits for another one. */
const CONFIGURATION = { agents: { defaults: { model: 'anthropic/bench' } }, limits: { concurrentRuns: 1_000 } };

/** Creates a home folder whose agent uses the benchmark's model server. */
export function makeHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
  writeFileSync(join(home, 'gatehouse.json5'), JSON.stringify(CONFIGURATION));
  return home;
}

/** Environment of a host that calls the benchmark's model server. Use `BENCH_NODE_OPTIONS` for profiling: `--cpu-prof`. */
function hostEnvironment(model: ModelProcess): Record<string, string> {
  return {
    ANTHROPIC_API_KEY: 'bench-key',
    ANTHROPIC_BASE_URL: model.url,
    OLLAMA_HOST: 'http://127.0.0.1:1',
    NODE_OPTIONS: process.env['BENCH_NODE_OPTIONS'] ?? '',
  };
}

/** Starts a host on a home folder from {@link makeHome}. `GATEHOUSE_BENCH_ENTRY` selects another bundle. */
export async function startHost(
  home: string,
  model: ModelProcess,
  options: Pick<RunningHostOptions, 'entry' | 'env'> = {},
): Promise<RunningHost> {
  const entry = process.env['GATEHOUSE_BENCH_ENTRY'] ?? options.entry;
  const env = { ...hostEnvironment(model), ...options.env };
  return await startRunningHost({ home, env, ...defined({ entry }) });
}

/** Starts everything. */
export async function startWorld(): Promise<World> {
  const model = await startModel();
  const bareProcess = await startBare();
  const home = makeHome();
  const host = await startHost(home, model);
  const client = await BenchClient.connect(host.port, host.token);
  const bare = await BareClient.connect(bareProcess.port);
  return {
    host,
    client,
    model,
    bareProcess,
    bare,
    session: async (name) => {
      const key = `agent:main:${name}`;
      await client.request('sessions.create', { key });
      await client.watch(key);
      return key;
    },
    close: async () => {
      client.close();
      bare.close();
      await host.stop();
      rmSync(home, { recursive: true, force: true });
      model.stop();
      bareProcess.stop();
    },
  };
}
