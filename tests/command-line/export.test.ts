// `gatehouse export` as a person or a script calls it.
// Proves: BK-3, CR-1
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { commandOf, openShell, type Shell } from './shell.ts';

const ANSWER = 'The rhododendron likes shade.';

let shell: Shell;
beforeAll(async () => {
  shell = await openShell(() => ({ steps: [{ say: ANSWER }] }));
  await shell.gatehouse(['chat', '--session', 'garden', 'What likes shade?']);
});
afterAll(() => shell.stop());

const file = (name: string) => join(shell.folder, name);

describe('gatehouse export', () => {
  it('creates an archive that only its owner can read, with the documented contents', async () => {
    const { code, out, err } = await shell.gatehouse(['export']);
    expect([code, err]).toEqual([0, expect.stringContaining('Exporting sessions')]);
    const [, path = '', bytes] = /^Exported 1 of 1 sessions to (.+) \((\d+) bytes\)\n$/.exec(out) ?? [];
    expect(path.startsWith(join(shell.host.home, 'exports'))).toBe(true);
    const { mode, size } = statSync(path);
    expect([mode & 0o077, size]).toEqual([0, Number(bytes)]);
    const folder = file('unpacked');
    mkdirSync(folder);
    execFileSync('tar', ['-xzf', path, '-C', folder, '--strip-components=1']);
    const read = (name: string) => readFileSync(join(folder, name), 'utf8');
    const { contents } = JSON.parse(read('manifest.json')) as { readonly contents: Readonly<Record<string, string>> };
    for (const name of Object.keys(contents).filter((one) => !one.includes('<') && !one.endsWith('/')))
      expect(existsSync(join(folder, name)), name).toBe(true);
    const everything = execFileSync('grep', ['-rl', 'rhododendron', folder], { encoding: 'utf8' });
    expect(everything).toContain(join(folder, 'sessions'));
    expect(read('settings/gatehouse.json5')).not.toContain('sk-ant');
  });

  it('copies the archive to a file, which it overwrites only with --force', async () => {
    const target = file('copy.tar.gz');
    const [result] = await shell.json(['export', '--out', target]);
    expect(result).toMatchObject({ ok: true, sessions: 1, exported: 1, warnings: [], copy: target });
    expect(readFileSync(target).equals(readFileSync(String(result?.['path'])))).toBe(true);
    writeFileSync(target, 'mine');
    expect(await shell.gatehouse(['export', '--out', target])).toMatchObject({
      code: 1,
      out: '',
      err: `gatehouse: ${target} already exists\nChoose another file, or pass --force to overwrite it.\n`,
    });
    expect(readFileSync(target, 'utf8')).toBe('mine');
    expect((await shell.gatehouse(['export', '--force'])).code).toBe(2);
    expect((await shell.gatehouse(['export', '--out', target, '--force'])).code).toBe(0);
    expect(execFileSync('tar', ['-tzf', target], { encoding: 'utf8' })).toContain('manifest.json');
  });

  it('names the archive if the copy fails', async () => {
    const { code, err } = await shell.gatehouse(['export', '--out', file('missing/copy.tar.gz')]);
    expect([code, err]).toEqual([1, expect.stringMatching(/couldn't copy the archive to .*ENOENT/)]);
    expect(err).toMatch(/The archive is .*exports.* on the gateway's machine\./);
  });

  it('reports that no gateway is running and how to start one', async () => {
    const home = file('unused');
    mkdirSync(home);
    const { code, out, err } = await commandOf(home).gatehouse(['export', '--out', file('none.tar.gz')]);
    rmSync(home, { recursive: true });
    expect([code, out]).toEqual([3, '']);
    expect(err).toMatch(/^gatehouse: no gateway is running at http:\/\/127\.0\.0\.1:\d+/);
    expect(err).toContain('Run "gatehouse start" to start one on this computer.');
  });
});
