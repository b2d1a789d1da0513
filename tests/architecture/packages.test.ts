import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { PROJECT_ROOT } from '#scripts/project-root.ts';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

interface LockEntry {
  readonly version?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(join(PROJECT_ROOT, name), 'utf8'));
}

// Both files have these shapes by npm's own definition.
const manifest = readJson('package.json') as Manifest;
const lock = (readJson('package-lock.json') as { readonly packages: Readonly<Record<string, LockEntry>> }).packages;

function lockName(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

describe('packages', () => {
  it('have exact versions', () => {
    const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
    expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it('shipped unbundled are the two native modules', () => {
    expect(Object.keys(manifest.dependencies).toSorted()).toEqual(['better-sqlite3', 'node-pty']);
  });

  it('for other platforms are in the lock file, so that npm ci works there', () => {
    const locked = new Set(Object.keys(lock).map(lockName));
    const wanted = Object.values(lock).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
    expect(wanted.filter((name) => !locked.has(name))).toEqual([]);
  });

  it('have an integrity hash in the lock file', () => {
    const open = Object.entries(lock).filter(([path, entry]) => path !== '' && entry.integrity === undefined);
    expect(open.map(([path]) => path)).toEqual([]);
  });

  it('run no install scripts, and allowScripts lists each one', () => {
    const scripts = Object.entries(lock)
      .filter(([path, entry]) => path !== '' && entry.hasInstallScript === true)
      .map(([path]) => lockName(path));
    expect(scripts.filter((name) => manifest.allowScripts[name] !== false)).toEqual([]);
  });
});
