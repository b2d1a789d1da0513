import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Clock, Log } from '#core/ports/environment.ts';
import { describeSandbox, run } from '#tests/conformance/sandbox.ts';
import { createSandboxDirectory } from '../directory.ts';

const QUIET: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  part: () => QUIET,
};
const CLOCK: Clock = { now: () => Date.now(), monotonic: () => performance.now(), after: () => () => undefined };

async function openHost(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  forbidden: readonly string[] = [],
) {
  const base = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-sandbox-')));
  const workspace = path.join(base, 'workspace');
  const outside = path.join(base, 'outside');
  await fs.mkdir(workspace);
  await fs.mkdir(outside);
  const directory = createSandboxDirectory({
    trashFolder: path.join(base, 'trash'),
    log: QUIET,
    clock: CLOCK,
    environment,
    forbiddenFolders: forbidden.map((folder) => path.join(workspace, folder)),
  });
  const sandbox = await directory.open(workspace);
  const close = async (): Promise<void> => {
    await directory.disposeAll();
    await fs.rm(base, { recursive: true, force: true });
  };
  return { sandbox, outside, workspace, directory, close };
}

describeSandbox('host sandbox', () => openHost({ ...process.env, SHELL: '/bin/bash' }));

describe('host sandbox: environment', () => {
  it('passes on what is on the list and no key, token or loader', async () => {
    const canary = 'canary-7f3a';
    const { sandbox, close } = await openHost({
      PATH: process.env['PATH'],
      HOME: os.tmpdir(),
      LC_ALL: 'C.UTF-8',
      ANTHROPIC_API_KEY: canary,
      GITHUB_TOKEN: canary,
      AWS_SECRET_ACCESS_KEY: canary,
      GATEHOUSE_TOKEN: canary,
      LD_PRELOAD: canary,
      NODE_OPTIONS: canary,
    });
    const { output } = await run(sandbox, 'env', {
      env: { EXTRA: 'yes', LD_PRELOAD: canary, PATH: canary, BASH_ENV: canary, 'BAD NAME': canary },
    });
    expect(output).not.toContain(canary);
    expect(output).toContain('EXTRA=yes');
    expect(output).toContain('LC_ALL=C.UTF-8');
    await close();
  });
});

describe('sandbox directory', () => {
  it('gives the same sandbox for the same folder, also by another name', async () => {
    const { sandbox, workspace, outside, directory, close } = await openHost();
    await fs.symlink(workspace, path.join(outside, 'alias'));
    expect(await directory.open(path.join(outside, 'alias'))).toBe(sandbox);
    await close();
  });

  it('says when a workspace is missing or no folder, and opens it once it is there', async () => {
    const { workspace, directory, close } = await openHost();
    const later = path.join(workspace, 'later');
    await expect(directory.open(later)).rejects.toMatchObject({ code: 'not-found' });
    await fs.mkdir(later);
    expect((await directory.open(later)).workspace).toBe(later);
    await fs.writeFile(path.join(workspace, 'file'), '');
    await expect(directory.open(path.join(workspace, 'file'))).rejects.toMatchObject({ code: 'not-a-folder' });
    await close();
  });

  it('keeps our own home closed inside a workspace', async () => {
    const { sandbox, workspace, close } = await openHost(process.env, ['.gatehouse']);
    await fs.mkdir(path.join(workspace, '.gatehouse'));
    await fs.writeFile(path.join(workspace, '.gatehouse', 'token'), 'secret');
    await fs.symlink('.gatehouse', path.join(workspace, 'alias'));
    for (const file of ['.gatehouse/token', 'alias/token'])
      await expect(sandbox.read(file, 1000)).rejects.toMatchObject({ code: 'outside-workspace' });
    await expect(sandbox.remove('.gatehouse')).rejects.toMatchObject({ code: 'outside-workspace' });
    expect(await sandbox.search({ pattern: 'secret', regex: false, limit: 5 }, new AbortController().signal)).toEqual(
      [],
    );
    await close();
  });
});
