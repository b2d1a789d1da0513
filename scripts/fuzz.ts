// `npm run fuzz`: sends 200,000 frames from fuzzing clients to a host while another client keeps calling it.
// `--frames <n>` sets the number of frames; `--seed <n>` repeats a run.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { FuzzOrder, FuzzTally } from '#tests/fuzz/fuzz-process.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { rssBytes } from '#tests/performance/child-process.ts';
import { quantile } from '#tests/performance/statistics.ts';
import { startModelServer } from '#tests/support/model-server.ts';
import { startRunningHost } from '#tests/support/running-host.ts';
import { ensureBuilt } from './build-if-stale.ts';
import { PROJECT_ROOT } from './project-root.ts';

const FRAMES = 200_000;
const MB = 1024 * 1024;
/** Maximum increase of the host's memory once it is idle again, bytes. */
const MAX_GROWTH = 150 * MB;
const SETTLE_MS = 60_000;
const BYSTANDER_INTERVAL_MS = 20;

const { values: flags } = parseArgs({ options: { frames: { type: 'string' }, seed: { type: 'string' } } });
const frames = Number(flags.frames ?? FRAMES);
const seed = Number(flags.seed ?? Math.floor(Math.random() * 2 ** 31));

await ensureBuilt((line) => console.log(line));
const home = mkdtempSync(join(tmpdir(), 'gatehouse-fuzz-'));
const model = await startModelServer(() => ({ steps: [{ say: 'Yes.' }] }));
const host = await startRunningHost({
  home,
  env: {
    ANTHROPIC_API_KEY: 'sk-ant-test-0000000000',
    ANTHROPIC_BASE_URL: model.url,
    OLLAMA_HOST: 'http://127.0.0.1:9',
  },
});
const bystander = await connectTo(host.origin, host.token);
try {
  process.exitCode = (await run()) ? 0 : 1;
} finally {
  bystander.stop();
  await host.dispose();
  await model.close();
  rmSync(home, { recursive: true, force: true });
}

/** Runs the fuzzer. Returns whether the host passed. */
async function run(): Promise<boolean> {
  await bystander.request('setup.choose', { model: 'anthropic/claude-sonnet-4-5' });
  const before = rssBytes(host.pid);
  const over = new AbortController();
  const waits = callOn(over.signal);
  const began = Date.now();
  const tally = await sendAll({ origin: host.origin, token: host.token, frames, seed });
  over.abort();
  const calls = await waits;
  const peak = rssBytes(host.pid);
  const after = await settle(host.pid, before + MAX_GROWTH);
  const errors = unexpectedErrors();
  const calm = (await bystander.request('health', {})).ok === true;
  console.log(
    [
      `seed ${seed}: ${tally.sent} frames in ${Math.round((Date.now() - began) / 1000)} s, ${tally.answered} responses`,
      `responses by code: ${JSON.stringify(tally.errors)}; sockets by close code: ${JSON.stringify(tally.closed)}`,
      `memory ${(before / MB).toFixed(0)} MB before, ${(peak / MB).toFixed(0)} MB at the end, ${(after / MB).toFixed(0)} MB when idle`,
      `another client made ${calls.length} calls: p50 ${quantile(calls, 0.5).toFixed(1)} ms, p99 ${quantile(calls, 0.99).toFixed(1)} ms`,
      `calls without a response: ${tally.unanswered.length}, with two: ${tally.twice.length}`,
      `unexpected errors and unhandled rejections: ${errors.length}`,
      ...[...tally.unanswered, ...errors].slice(0, 20).map((line) => `  ${line.slice(0, 600)}`),
    ].join('\n'),
  );
  return calm && errors.length + tally.unanswered.length + tally.twice.length === 0 && after - before < MAX_GROWTH;
}

/** Keeps calling the gateway. Returns the duration of each call, ms. */
async function callOn(signal: AbortSignal): Promise<readonly number[]> {
  const waits: number[] = [];
  while (!signal.aborted) {
    const began = performance.now();
    await bystander.request('health', {});
    waits.push(performance.now() - began);
    await delay(BYSTANDER_INTERVAL_MS);
  }
  return waits;
}

async function sendAll(order: FuzzOrder): Promise<FuzzTally> {
  const child = fork(join(PROJECT_ROOT, 'tests/fuzz/fuzz-process.ts'), [], { execArgv: [] });
  try {
    await once(child, 'message');
    child.send(order);
    const [result] = (await once(child, 'message')) as [{ readonly tally?: FuzzTally; readonly error?: string }];
    if (result.tally === undefined) throw new Error(result.error ?? 'The fuzzing process returned no result.');
    return result.tally;
  } finally {
    child.disconnect();
  }
}

/** Errors in the host's log or on stderr. */
function unexpectedErrors(): readonly string[] {
  const folder = join(home, 'logs');
  const logged = readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'));
  const stderr = host.stderr().trim();
  return [...logged.filter((line) => line.includes('"level":"error"')), ...(stderr === '' ? [] : stderr.split('\n'))];
}

/** The memory of a process as soon as it is below a limit, or after a minute: what isn't used any more is freed only when there is time. */
async function settle(pid: number, limit: number): Promise<number> {
  const end = performance.now() + SETTLE_MS;
  while (rssBytes(pid) >= limit && performance.now() < end) await delay(1000);
  return rssBytes(pid);
}
