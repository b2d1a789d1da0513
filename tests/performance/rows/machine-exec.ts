// What a machine adds to starting a command, compared with a plain process that does the same.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createMachineDirectory } from '#adapters/machines/directory.ts';
import type { Machine } from '#core/ports/machine.ts';
import { SYSTEM_CLOCK } from '#host/system-clock.ts';
import { findMissingConfinement } from '#tests/support/confined-machine.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import type { Row } from '../report.ts';
import { median } from '../statistics.ts';

const TARGETS_MS = { host: 3, confined: 30 };
const TITLES = { host: 'a command on the host machine', confined: 'a command on the confined machine' };
const WARM_UP = 5;

/** Runs `true` `times` times on each machine that this computer has. */
export async function machineExecRows(times: number): Promise<readonly Row[]> {
  const kinds = findMissingConfinement() === undefined ? (['host', 'confined'] as const) : (['host'] as const);
  const base = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-bench-')));
  const workspace = path.join(base, 'workspace');
  const home = path.join(base, 'home');
  for (const folder of [workspace, home]) await fs.mkdir(folder);
  const environment = { PATH: process.env['PATH'], HOME: home };
  const directory = createMachineDirectory({ home, log: QUIET, clock: SYSTEM_CLOCK, environment });
  try {
    const rows: Row[] = [];
    for (const kind of kinds)
      rows.push(await measure(kind, await directory.open({ agentId: 'main', workspace, kind }), times));
    return rows;
  } finally {
    await directory.disposeAll();
    await fs.rm(base, { recursive: true, force: true });
  }
}

async function measure(kind: keyof typeof TARGETS_MS, machine: Machine, times: number): Promise<Row> {
  const extra: number[] = [];
  const plain: number[] = [];
  for (let round = -WARM_UP; round < times; round += 1) {
    const bare = await timeMs(() => runPlain(machine.workspace));
    const ours = await timeMs(() => runOn(machine));
    if (round < 0) continue;
    plain.push(bare);
    extra.push(ours - bare);
  }
  return {
    id: `exec-${kind}`,
    title: `Overhead of ${TITLES[kind]}`,
    unit: 'ms',
    value: median(extra),
    target: TARGETS_MS[kind],
    better: 'lower',
    bare: median(plain),
    note: 'beyond the baseline, which starts the same shell without a machine',
  };
}

async function timeMs(act: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await act();
  return performance.now() - startedAt;
}

async function runOn(machine: Machine): Promise<void> {
  const request = { command: 'true', pty: false, timeoutMs: 60_000, maxOutputBytes: 1_000 };
  const running = await machine.exec(request, () => undefined, new AbortController().signal);
  await running.finished;
}

async function runPlain(cwd: string): Promise<void> {
  const child = spawn('/bin/bash', ['--noprofile', '--norc', '-c', 'true'], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  child.stdout.resume();
  child.stderr.resume();
  await once(child, 'close');
}
