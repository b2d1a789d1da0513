// Which files a confined command can read and write, tried from inside.
// Proves: N-17
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '#tests/conformance/machine-commands.ts';
import { expectRefused, openForTest, requireConfinement } from '#tests/support/confined-guarantees.ts';

requireConfinement();

describe('confined files', () => {
  it('can be written in the workspace only; the home and temporary folders are private', async () => {
    const { machine, outside, home } = await openForTest();
    const targets = [outside, '/', '/usr', '/etc', '/dev', '/opt', '/var', '/proc', '/run'];
    await expectRefused(
      machine,
      targets.map((target) => `echo x > ${target}/planted`),
    );
    const written = await run(machine, 'echo in > a; echo tmp > /tmp/b; echo home > ~/c; cat a /tmp/b ~/c');
    expect(written).toMatchObject({ exitCode: 0, output: 'in\ntmp\nhome\n' });
    expect((await machine.read('a', 100)).text).toBe('in\n');
    expect(await fs.readdir(home)).toEqual(['.gatehouse']);
    await expect(fs.access('/tmp/b')).rejects.toThrow();
    expect((await run(machine, 'cat /tmp/b')).output).toBe('tmp\n');
    await run(machine, 'mkdir -p /tmp/closed/below && chmod 000 /tmp/closed');
    await machine.dispose();
    expect(await fs.readdir(path.join(home, '.gatehouse/machines/confined'))).toEqual([]);
  });

  it('do not include the secrets of the home folder, or anything else in it', async () => {
    const { machine, home, outside } = await openForTest();
    const secrets = [
      '.ssh/id_ed25519',
      '.aws/credentials',
      '.gnupg/secring.gpg',
      '.bash_history',
      '.zsh_history',
      '.netrc',
      '.npmrc',
      '.docker/config.json',
      '.kube/config',
      '.config/google-chrome/Default/Login Data',
      '.gatehouse/token',
      '.mozilla/firefox/key4.db',
      '.git-credentials',
      '.cargo/credentials.toml',
      'Documents/letter.txt',
    ];
    for (const name of secrets) {
      await fs.mkdir(path.dirname(path.join(home, name)), { recursive: true });
      await fs.writeFile(path.join(home, name), 'canary-51c');
    }
    await fs.writeFile(path.join(outside, 'secret'), 'canary-51c');
    const files = [...secrets.map((name) => path.join(home, name)), path.join(outside, 'secret'), '/etc/shadow'];
    await expectRefused(
      machine,
      files.map((file) => `cat '${file}'`),
    );
    expect((await run(machine, `grep -rs canary-51c ${home} ${path.dirname(home)} /tmp /etc`)).output).toBe('');
  });

  it('of another workspace are not visible', async () => {
    const [one, other] = [await openForTest(), await openForTest()];
    await other.machine.write('private.txt', 'canary');
    expect((await run(one.machine, `cat ${other.workspace}/private.txt`)).output).toContain('No such file');
  });

  it('include the toolchains of the home folder, read-only and without credentials', async () => {
    const { machine, home } = await openForTest({
      environment: { PATH: `${process.env['PATH']}:/usr/bin:/bin` },
    });
    expect((await run(machine, 'ls ~/.cargo')).exitCode).not.toBe(0);
    await machine.dispose();
    await fs.mkdir(path.join(home, '.cargo/bin'), { recursive: true });
    await fs.writeFile(path.join(home, '.cargo/bin/tool'), '#!/bin/sh\necho works\n', { mode: 0o755 });
    await fs.writeFile(path.join(home, '.cargo/credentials.toml'), 'canary');
    const again = await openForTest({ environment: { HOME: home } });
    expect((await run(again.machine, '~/.cargo/bin/tool')).output).toBe('works\n');
    expect((await run(again.machine, 'echo x > ~/.cargo/bin/tool')).exitCode).not.toBe(0);
    expect((await run(again.machine, 'cat ~/.cargo/credentials.toml')).output).toContain('No such file');
    expect(await again.machine.resolveProgram(path.join(home, '.cargo/bin/tool'))).toBeDefined();
    expect(await again.machine.resolveProgram(path.join(home, '.cargo/credentials.toml'))).toBeUndefined();
  });
});

describe('a workspace that cannot be confined', () => {
  it('is the home folder, a folder of credentials, or part of the system', async () => {
    const { directory, home } = await openForTest();
    await fs.mkdir(path.join(home, '.ssh'));
    for (const workspace of [home, path.dirname(home), path.join(home, '.ssh'), '/etc', '/usr/share'])
      await expect(directory.open({ agentId: 'main', workspace, kind: 'confined' })).rejects.toMatchObject({
        code: 'denied',
      });
  });
});
