// Proves: QA-3
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { PROJECT_ROOT } from './project-root.ts';

it.skipIf(process.platform === 'win32')('the pre-push hook rejects a push if the checks fail', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-hooks-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const git = (...args: readonly string[]) => {
    const who = [
      '-c',
      'user.name=t',
      '-c',
      'user.email=t@example.org',
      '-c',
      `core.hooksPath=${PROJECT_ROOT}/.githooks`,
    ];
    return spawnSync('git', [...who, ...args], { cwd: folder, encoding: 'utf8' }).status;
  };
  const checksExitWith = (code: number) =>
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: { check: `exit ${code}` } }));
  mkdirSync(join(folder, 'node_modules'));
  spawnSync('git', ['init', '-q', '--bare', join(folder, 'remote.git')]);
  git('init', '-q', '-b', 'main');
  git('commit', '-q', '--allow-empty', '--no-verify', '-m', 'first');
  checksExitWith(1);
  expect(git('push', '-q', join(folder, 'remote.git'), 'main', 'main:other')).toBe(1);
  checksExitWith(0);
  expect(git('push', '-q', join(folder, 'remote.git'), 'main', 'main:other')).toBe(0);
  checksExitWith(1);
  expect(git('push', '-q', join(folder, 'remote.git'), ':other'), 'there is nothing to check').toBe(0);
});
