// The cache of compiled code is private, bounded, and never in the way.
// Proves: PK-4
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { PROJECT_ROOT } from '#scripts/project-root.ts';

const MODULE = pathToFileURL(join(PROJECT_ROOT, 'host/compile-cache.mjs')).href;
const COMPILED = pathToFileURL(join(PROJECT_ROOT, 'host/node-version.mjs')).href;
const SCRIPT = `const { useCompileCache } = await import('${MODULE}'); useCompileCache(); await import('${COMPILED}')`;

let home: string;
let folder: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gatehouse-cache-'));
  folder = join(home, 'cache/gatehouse/compiled');
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
});

/** Enables the cache in a separate process that loads a module and exits. */
function run(cacheHome = join(home, 'cache')): void {
  const env = { PATH: process.env['PATH'], HOME: home, XDG_CACHE_HOME: cacheHome };
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', SCRIPT], {
    env,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
}
const files = () => globSync('**/*', { cwd: folder }).filter((path) => statSync(join(folder, path)).isFile());

describe.runIf(process.platform === 'linux')('the compile cache', () => {
  it('is in a private folder of the user', () => {
    run();
    expect(files().length).toBeGreaterThan(0);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('is not used if others can write to the folder, or if it is a link', () => {
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o777);
    run();
    expect(files()).toEqual([]);
    rmSync(folder, { recursive: true });
    mkdirSync(join(home, 'elsewhere'));
    symlinkSync(join(home, 'elsewhere'), folder);
    run();
    expect(readdirSync(join(home, 'elsewhere'))).toEqual([]);
  });

  it('is emptied when it has become large', () => {
    const old = join(folder, 'old');
    mkdirSync(old, { recursive: true, mode: 0o700 });
    for (let index = 0; index <= 1_000; index += 1) writeFileSync(join(old, `${index}.cache`), '');
    run();
    expect(files().length).toBeLessThan(100);
    expect(files().length).toBeGreaterThan(0);
  });

  it('is disabled if the folder cannot be created', () => {
    writeFileSync(join(home, 'file'), '');
    run(join(home, 'file'));
    run('relative');
    expect(readdirSync(home)).toEqual(['file']);
  });
});
