// The server package, unpacked outside the repository: it starts, serves the app, opens terminals, and runs a turn.
// Proves: PK-3
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { currentTarget } from '#host/package-target.mjs';
import { PROJECT_ROOT } from '#scripts/project-root.ts';
import { openShell, type Shell } from '#tests/command-line/shell.ts';
import { makeServerPackage, packageEntry, unpackServerPackage } from '#tests/support/server-package.ts';

const MEBIBYTE = 1024 * 1024;
const PATH = `${dirname(process.execPath)}:/usr/bin:/bin`;
/** There is no package for other systems. */
const isPackaged = process.platform === 'linux' || process.platform === 'darwin';

const work = mkdtempSync(join(tmpdir(), 'gatehouse-server-'));
let archive = '';
let folder = '';

beforeAll(() => {
  if (!isPackaged) return;
  archive = makeServerPackage(join(work, 'release'));
  folder = unpackServerPackage(archive, work);
});
afterAll(() => rmSync(work, { recursive: true, force: true, maxRetries: 3 }));

function run(program: string, args: readonly string[], code = 0): { stdout: string; stderr: string } {
  const env = { PATH, HOME: work };
  const result = spawnSync(program, args, { cwd: work, env, encoding: 'utf8' });
  expect(result, `${program} ${args.join(' ')}`).toMatchObject({ status: code });
  return result;
}

describe.runIf(isPackaged)('server package', () => {
  it('is one small archive, named by version and machine', () => {
    expect(archive).toMatch(new RegExp(`/gatehouse-[\\d.]+-${currentTarget()}\\.tar\\.gz$`));
    expect(statSync(archive).size).toBeLessThan(16 * MEBIBYTE);
  });

  it('has the same bytes if it is made again', () => {
    const again = makeServerPackage(join(work, 'again'));
    expect(readFileSync(again).equals(readFileSync(archive))).toBe(true);
  });

  it('contains no source maps, no other binaries, and all licenses', () => {
    const paths = run('tar', ['-tzf', archive]).stdout.trim().split('\n');
    expect(paths.filter((path) => /\.(map|ts|pdb)$|\/(src|deps)\/|\/electron/.test(path))).toEqual([]);
    expect(paths.filter((path) => path.endsWith('.node'))).toHaveLength(2);
    expect(paths).toContain(`${folder.slice(work.length + 1)}/LICENSE`);
    const licenses = readFileSync(join(folder, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
    for (const name of ['better-sqlite3', 'node-pty', 'ws', 'react', '@anthropic-ai/sdk', '@fontsource-variable/inter'])
      expect(licenses).toMatch(new RegExp(`^${name} \\d.* \\(.+\\)$`, 'm'));
  });

  it('starts through a link to its command', () => {
    const link = join(work, 'linked');
    symlinkSync(join(folder, 'gatehouse'), link);
    const version = /"version": "(.+)"/.exec(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8'))?.[1];
    expect(run(link, ['--version']).stdout).toContain(`gatehouse ${version} `);
  });

  it('refuses to start without Node and on another kind of machine', () => {
    const empty = join(work, 'empty');
    mkdirSync(empty);
    const script = `PATH=${empty} exec /bin/sh ${join(folder, 'gatehouse')} start`;
    expect(run('/bin/sh', ['-c', script], 127).stderr).toContain('Node 24.22.1 or later is required');
    const manifest = join(folder, 'package.json');
    const text = readFileSync(manifest, 'utf8');
    writeFileSync(manifest, text.replace(currentTarget(), 'plan9-mips'));
    const { stderr } = run(join(folder, 'gatehouse'), ['start'], 1);
    writeFileSync(manifest, text);
    expect(stderr).toBe(`gatehouse: this package is for plan9-mips and doesn't run on ${currentTarget()}\n`);
  });
});

describe.runIf(isPackaged)('unpacked server', () => {
  let shell: Shell;
  beforeAll(async () => {
    shell = await openShell(() => ({ steps: [{ say: 'Hello from the model.' }] }), packageEntry(folder));
  });
  afterAll(() => shell.stop());

  it('serves the app with all parts of its page', async () => {
    const page = await (await fetch(`${shell.host.origin}/`)).text();
    const parts = [...page.matchAll(/(?:href|src)="(\/[^"]+)"/g)].map(([, path = '']) => path);
    expect(parts.length).toBeGreaterThan(5);
    for (const path of parts) expect((await fetch(`${shell.host.origin}${path}`)).status, path).toBe(200);
  });

  it('opens a terminal', async () => {
    expect(await shell.gatehouse(['run', 'echo "$((20 + 3))"'])).toMatchObject({ code: 0, out: '23\n' });
  });

  it('runs a turn', async () => {
    expect(await shell.gatehouse(['chat', 'hi'])).toMatchObject({ code: 0, out: 'Hello from the model.\n' });
    expect(shell.model.requests.at(-1)?.path).toContain('/v1/messages');
  });
});
