import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { PROJECT_ROOT } from './project-root.ts';

/** Runs the guard as if on another Node version. */
function runGuard(version: string): { readonly status: number | null; readonly stderr: string } {
  const disguise = `Object.defineProperty(process, 'versions', { value: { node: '${version}' } })`;
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(disguise)}`, 'scripts/guard.mjs'],
    { cwd: PROJECT_ROOT, encoding: 'utf8' },
  );
  return { status, stderr };
}

it('stops on a Node that is too old', () => {
  const { status, stderr } = runGuard('22.23.0');
  expect(status).toBe(1);
  expect(stderr).toMatch(/^Gatehouse requires Node 24\.22\.1 or later; this is Node 22\.23\.0\./);
});

it('warns about a vulnerable Node and continues', () => {
  const { status, stderr } = runGuard('24.21.0');
  expect(status).toBe(0);
  expect(stderr).toMatch(/^Warning: Node 24\.21\.0 has known security vulnerabilities\./);
});

it('prints nothing on a patched Node', () => {
  expect(runGuard('24.22.1')).toEqual({ status: 0, stderr: '' });
});
