// Proves: PK-3
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServiceSettings } from './service-settings.ts';
import { systemdUnit } from './systemd-unit.ts';

/** Characters with a meaning in unit files, and ordinary ones that need quotes. */
const ODD = `100%h %%n $HOME \${PATH} "quoted" 'single' back\\slash ; # é`;
const hasAnalyze = spawnSync('systemd-analyze', ['--version']).status === 0;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-unit-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function makeSettings(scope: ServiceSettings['scope'], changes: Partial<ServiceSettings> = {}): ServiceSettings {
  const entry = join(folder, 'gatehouse.mjs');
  writeFileSync(entry, '');
  return {
    name: 'gatehouse',
    scope,
    userHome: '/var/lib/gatehouse',
    groups: [],
    home: '/var/lib/gatehouse/home',
    program: [realpathSync(process.execPath), entry],
    writable: [],
    searchPath: '/usr/bin:/bin',
    environmentFile: '/etc/gatehouse.env',
    ...changes,
  };
}

/** What systemd itself reads in a unit, and what it complains about. */
function analyze(text: string, scope: ServiceSettings['scope']) {
  const path = join(folder, 'gatehouse.service');
  writeFileSync(path, text);
  const verify = ['verify', '--man=no', ...(scope === 'user' ? ['--user'] : []), path];
  const run = (level: string) =>
    spawnSync('systemd-analyze', verify, {
      encoding: 'utf8',
      env: { ...process.env, SYSTEMD_LOG_LEVEL: level, XDG_RUNTIME_DIR: folder },
    });
  const { status, stderr } = run('warning');
  return { status, complaints: stderr.split('\n').filter((line) => line.includes(path)), read: run('debug').stdout };
}

describe.runIf(hasAnalyze)('the unit, as systemd reads it', () => {
  it.each(['user', 'system'] as const)('has no mistakes as a %s unit', (scope) => {
    const { status, complaints } = analyze(systemdUnit(makeSettings(scope, { port: 18_790 })), scope);
    expect({ status, complaints }).toEqual({ status: 0, complaints: [] });
  });

  it('contains paths exactly as they were given', () => {
    const settings = makeSettings('system', {
      home: `/srv/${ODD}`,
      writable: [`/data/${ODD}`],
      userHome: `/home/${ODD}`,
    });
    const { status, read } = analyze(systemdUnit(settings), 'system');
    expect(status).toBe(0);
    // systemd prints a word in quotes with the same escapes as a shell.
    const shown = `"/srv/${ODD.replaceAll(/["\\$`]/g, String.raw`\$&`)}"`;
    expect(read).toContain(`--home ${shown}`);
    expect(read).toContain(`/srv/${ODD}`);
    expect(read).toContain(`-/data/${ODD}`);
    expect(read).toContain(`WorkingDirectory: /home/${ODD}`);
  });

  it('exposes little of the system', () => {
    const path = join(folder, 'gatehouse.service');
    writeFileSync(path, systemdUnit(makeSettings('system')));
    const report = execFileSync('systemd-analyze', ['security', '--offline=true', '--no-pager', path], {
      encoding: 'utf8',
    });
    const [, level] = /exposure level for gatehouse\.service: ([\d.]+)/.exec(report) ?? [];
    expect(Number(level)).toBeGreaterThan(0);
    expect(Number(level)).toBeLessThanOrEqual(4.5);
  });
});

it('allows what the confinement of commands needs', () => {
  // Each of these makes bubblewrap fail, or V8.
  const breaking =
    /^(RestrictNamespaces|SystemCallFilter|ProtectHostname|ProtectKernelTunables|ProtectKernelLogs|ProtectProc|ProcSubset|MemoryDenyWriteExecute|PrivateUsers|DynamicUser|PrivateNetwork)=/m;
  expect(systemdUnit(makeSettings('system'))).not.toMatch(breaking);
});

it('restarts after a failure with a growing delay where systemd can do that', () => {
  expect(systemdUnit(makeSettings('system'), 252)).not.toContain('RestartSteps');
  expect(systemdUnit(makeSettings('system'), 254)).toMatch(/^Restart=on-failure$[^]*^RestartSteps=6$/m);
});

it('hides home folders unless the service needs one', () => {
  expect(systemdUnit(makeSettings('system'))).toMatch(/^ProtectHome=yes$/m);
  expect(systemdUnit(makeSettings('system', { writable: ['/home/ada/work'] }))).toMatch(/^ProtectHome=read-only$/m);
});
