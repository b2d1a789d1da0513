// A host that was killed can be restarted at once, even if its parent hasn't noticed its end.
// Proves: SE-9
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { HOST_ENTRY, startRunningHost } from '#tests/support/running-host.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

it.runIf(process.platform === 'linux')('a killed host that is still a zombie can be restarted at once', async () => {
  const home = mkdtempSync(join(tmpdir(), 'gatehouse-zombie-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  // The shell becomes `sleep`, which never waits for the child that it inherits.
  const script = '"$NODE" "$ENTRY" start --json --port 0 --home "$HOME" & exec sleep 600';
  const env = { PATH: process.env['PATH'], HOME: home, NODE: process.execPath, ENTRY: HOST_ENTRY };
  const parent = spawn('/bin/sh', ['-c', script], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void parent.kill('SIGKILL'));
  let output = '';
  parent.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const pid = await waitUntil('the first host', () => readPid(output));
  process.kill(pid, 'SIGKILL');
  const second = await startRunningHost({ home });
  onTestFinished(() => second.dispose());
  expect((await fetch(`${second.origin}/readyz`)).status).toBe(200);
  expect(readFileSync(`/proc/${pid}/stat`, 'utf8')).toContain(') Z ');
});

/** The process ID in what a host printed, once it is complete. */
function readPid(output: string): number | undefined {
  try {
    const { pid }: { readonly pid: number } = JSON.parse(output);
    return pid;
  } catch {
    return undefined;
  }
}
