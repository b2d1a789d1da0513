// Proves: CL-8
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { HOST_ENTRY } from '#tests/support/running-host.ts';

import { openShell, type Shell } from './shell.ts';

let shell: Shell;
let programs: string;
beforeAll(async () => {
  shell = await openShell(() => ({ steps: [{ say: 'hello' }] }));
  await shell.gatehouse(['call', 'sessions.create', '--params', '{"key":"agent:main:alpha","label":"The first one"}']);
  await shell.gatehouse(['call', 'sessions.create', '--params', '{"key":"agent:main:beta"}']);
  programs = join(shell.folder, 'bin');
  mkdirSync(programs);
  const program = join(programs, 'gatehouse');
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${HOST_ENTRY}" "$@"\n`);
  chmodSync(program, 0o700);
});
afterAll(() => shell.stop());

/** Runs a script in a shell with `gatehouse` on its PATH. */
function runIn(name: string, script: string): string {
  const { stdout, stderr, error } = spawnSync(name, [...(name === 'bash' ? ['--norc'] : []), '-c', script], {
    encoding: 'utf8',
    env: { PATH: `${programs}:${process.env['PATH']}`, HOME: shell.folder, GATEHOUSE_HOME: shell.host.home },
  });
  expect(error).toBeUndefined();
  expect(stderr).toBe('');
  return stdout;
}

function has(name: string): boolean {
  return spawnSync(name, ['-c', 'true']).status === 0;
}

async function words(...typed: readonly string[]): Promise<readonly string[]> {
  const { out } = await shell.gatehouse(['__complete', '--', ...typed]);
  return out
    .trim()
    .split('\n')
    .map((line) => line.split('\t')[0] ?? '');
}

describe('completion', () => {
  it('completes commands, subcommands, options, and their values', async () => {
    expect(await words('ses')).toEqual(['sessions']);
    expect(await words('sessions', '')).toContain('archive');
    expect(await words('approvals', 'rules', 'a')).toEqual(['add']);
    expect(await words('sessions', 'export', 'x', '--fo')).toEqual(['--format']);
    expect(await words('sessions', 'export', 'x', '--format', '')).toEqual(['markdown', 'html', 'jsonl']);
    expect(await words('logs', '--level', 'w')).toEqual(['warn']);
    expect(await words('nothing', '')).toEqual(['']);
  });

  it('completes ids of sessions, agents, models, and methods from the gateway', async () => {
    // Polled: a shell is not kept waiting long, so a busy machine may have no answer in time.
    await expect
      .poll(async () => (await words('sessions', 'show', 'agent:main:')).toSorted())
      .toEqual(['agent:main:alpha', 'agent:main:beta']);
    await expect.poll(() => words('chat', '--agent', '')).toEqual(['main']);
    await expect.poll(() => words('chat', '--model', 'anth')).toContain('anthropic/claude-sonnet-4-5');
    await expect.poll(() => words('call', 'sessions.desc')).toEqual(['sessions.describe']);
    await expect
      .poll(async () => (await shell.gatehouse(['__complete', '--', 'sessions', 'show', 'agent:main:al'])).out)
      .toContain('The first one');
  });

  it('prints nothing if no gateway is running', async () => {
    const nowhere = { env: { GATEHOUSE_HOME: join(shell.folder, 'nowhere'), GATEHOUSE_PORT: '9' } };
    expect(await shell.gatehouse(['__complete', '--', 'sessions', 'show', ''], nowhere)).toMatchObject({
      out: '',
      err: '',
    });
  });

  it.runIf(has('bash'))('works in bash, including session keys with colons', async () => {
    const typed = (line: string) =>
      `COMP_LINE='${line}'; COMP_POINT=\${#COMP_LINE}; _gatehouse; echo "\${COMPREPLY[*]}"`;
    const script = [
      'source <(gatehouse completion bash)',
      'complete -p gatehouse',
      typed('gatehouse stat'),
      typed('gatehouse sessions show agent:main:al'),
    ];
    await expect
      .poll(() => runIn('bash', script.join('\n')).trim().split('\n'))
      .toEqual(['complete -o default -F _gatehouse gatehouse', 'status', 'alpha']);
  });

  it('works in zsh', (context) => {
    if (!has('zsh')) return context.skip('zsh is not installed');
    const script = [
      'autoload -U compinit && compinit -u',
      '_describe() { print -l $values }',
      'source <(gatehouse completion zsh)',
      'words=(gatehouse stat) CURRENT=2 _gatehouse',
    ];
    expect(runIn('zsh', script.join('\n'))).toContain('status:');
  });

  it('works in fish', (context) => {
    if (!has('fish')) return context.skip('fish is not installed');
    const script = ['gatehouse completion fish | source', 'complete -C "gatehouse stat"'];
    expect(runIn('fish', script.join('\n'))).toContain('status');
  });
});
