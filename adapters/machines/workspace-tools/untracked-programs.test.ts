import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { SYSTEM_CLOCK } from '#host/system-clock.ts';
import { run } from '#tests/conformance/machine-commands.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { createMachineDirectory } from '../directory.ts';

it('counts the command lines of a machine with direct network access, but not the programs of Gatehouse', async () => {
  const base = await fs.mkdtemp(path.join(tmpdir(), 'gatehouse-untracked-'));
  const counted: unknown[] = [];
  const directory = createMachineDirectory({
    home: path.join(base, 'home'),
    environment: process.env,
    log: QUIET,
    clock: SYSTEM_CLOCK,
    egress: {
      open: () => expect.fail('no proxy is needed'),
      record: () => () => undefined,
      recordUntracked: (owner) => void counted.push(owner),
    },
  });
  onTestFinished(async () => {
    await directory.disposeAll();
    await fs.rm(base, { recursive: true, force: true });
  });
  const machine = await directory.open({ agentId: 'main', workspace: base, kind: 'host' });
  await run(machine, 'true');
  const limits = { pty: false, timeoutMs: 60_000, maxOutputBytes: 1_000 };
  const own = await machine.exec(
    { command: [process.execPath, '--version'], ...limits },
    () => undefined,
    new AbortController().signal,
  );
  await own.finished;
  expect(counted).toEqual([{ machine: 'host' }]);
});
