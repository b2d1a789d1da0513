// Paths, links and keys that lead out of where they belong.
// Proves: SE-2
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync, linkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { defineAttacks } from './support/define-attacks.ts';
import { request, type Outcome, type Target } from './support/target.ts';

const SECRET = 'THE-SECRET-OUTSIDE';

/** A workspace with links out of it, and a secret beside it. */
function prepare(target: Target): void {
  const { workspace } = target.gateway;
  target.secret(SECRET);
  const outside = join(workspace, '..', 'outside');
  mkdirSync(outside, { recursive: true });
  writeFileSync(join(outside, 'secret.txt'), SECRET);
  rmSync(join(workspace, 'in'), { recursive: true, force: true });
  mkdirSync(join(workspace, 'in'));
  writeFileSync(join(workspace, 'in', 'plain.txt'), 'plain');
}

const contentOf = ({ payload }: Outcome): unknown => (payload?.['file'] as { content?: unknown } | undefined)?.content;

async function reading(target: Target, paths: readonly string[]): Promise<void> {
  prepare(target);
  const socket = await target.client(['operator.admin']);
  for (const path of paths) {
    const outcome = await request(socket, 'sessions.files.get', { sessionKey: 'main', path });
    expect(JSON.stringify(outcome), path).not.toContain(SECRET);
    expect(contentOf(outcome), path).toBeUndefined();
  }
  socket.close();
}

defineAttacks('paths', {
  async 'paths that climb'(target) {
    await reading(target, [
      '../outside/secret.txt',
      'in/../../outside/secret.txt',
      './../outside/secret.txt',
      'in/..//../outside/secret.txt',
      '..',
      '../',
      'in/../..',
    ]);
  },
  async 'paths that climb in other spellings'(target) {
    await reading(target, [
      '..\\outside\\secret.txt',
      '%2e%2e/outside/secret.txt',
      '..%2foutside/secret.txt',
      '\u2025/outside/secret.txt',
      '.\u2024/outside/secret.txt',
      '..\u2215outside\u2215secret.txt',
      '\uff0e\uff0e/outside/secret.txt',
    ]);
  },
  async 'absolute paths, home, and schemes'(target) {
    const { workspace } = target.gateway;
    await reading(target, [
      join(workspace, '../outside/secret.txt'),
      '/etc/passwd',
      '~/.ssh/id_rsa',
      '~root/.bashrc',
      `file://${workspace}/../outside/secret.txt`,
      '//etc/passwd',
      '/proc/self/environ',
      '/dev/stdin',
    ]);
  },
  async 'paths with a null, a line break, or no end'(target) {
    await reading(target, [
      'in/plain.txt\u0000.png',
      '\u0000',
      'in/\n../../outside/secret.txt',
      'x'.repeat(5_000),
      `${'a/'.repeat(3_000)}b`,
    ]);
  },
  async 'a link to a file outside'(target) {
    prepare(target);
    const link = join(target.gateway.workspace, 'in', 'link.txt');
    symlinkSync('../../outside/secret.txt', link);
    const socket = await target.client(['operator.admin']);
    expect(
      contentOf(await request(socket, 'sessions.files.get', { sessionKey: 'main', path: 'in/link.txt' })),
    ).toBeUndefined();
    unlinkSync(link);
    socket.close();
  },
  async 'a link to a folder outside, in the middle of the path'(target) {
    prepare(target);
    const link = join(target.gateway.workspace, 'in', 'door');
    symlinkSync('../../outside', link);
    const socket = await target.client(['operator.admin']);
    expect(
      contentOf(await request(socket, 'sessions.files.get', { sessionKey: 'main', path: 'in/door/secret.txt' })),
    ).toBeUndefined();
    expect(
      (await request(socket, 'sessions.files.set', { sessionKey: 'main', path: 'in/door/new.txt', content: 'x' })).ok,
    ).toBe(false);
    expect(
      (await request(socket, 'files.move', { sessionKey: 'main', from: 'in/plain.txt', to: 'in/door/moved.txt' })).ok,
    ).toBe(false);
    expect((await request(socket, 'files.delete', { sessionKey: 'main', path: 'in/door/secret.txt' })).ok).toBe(false);
    const listed = await request(socket, 'sessions.files.list', { sessionKey: 'main', path: 'in/door' });
    expect(JSON.stringify(listed)).not.toContain('secret.txt');
    unlinkSync(link);
    socket.close();
  },
  async 'writing through a hard link to a file outside'(target) {
    prepare(target);
    const link = join(target.gateway.workspace, 'in', 'hard.txt');
    linkSync(join(target.gateway.workspace, '../outside/secret.txt'), link);
    const socket = await target.client(['operator.admin']);
    expect(
      (await request(socket, 'sessions.files.set', { sessionKey: 'main', path: 'in/hard.txt', content: 'x' })).ok,
    ).toBe(false);
    expect(readFileSync(join(target.gateway.workspace, '../outside/secret.txt'), 'utf8')).toBe(SECRET);
    unlinkSync(link);
    socket.close();
  },
  async 'a folder that becomes a link while it is read'(target) {
    prepare(target);
    const { workspace } = target.gateway;
    const [folder, aside] = [join(workspace, 'in', 'swap'), join(workspace, 'in', 'aside')];
    mkdirSync(folder);
    writeFileSync(join(folder, 'secret.txt'), 'harmless');
    const socket = await target.client(['operator.admin']);
    let over = false;
    const swap = (): void => {
      if (over) return;
      renameSync(folder, aside);
      symlinkSync('../../outside', folder);
      setImmediate(() => {
        unlinkSync(folder);
        renameSync(aside, folder);
        setImmediate(swap);
      });
    };
    swap();
    for (let tries = 0; tries < 150; tries += 1) {
      const outcome = await request(socket, 'sessions.files.get', { sessionKey: 'main', path: 'in/swap/secret.txt' });
      expect(contentOf(outcome) ?? 'harmless').toBe('harmless');
    }
    over = true;
    socket.close();
  },
  async 'special files'(target) {
    prepare(target);
    const { execFileSync } = await import('node:child_process');
    execFileSync('mkfifo', [join(target.gateway.workspace, 'in', 'pipe')]);
    const socket = await target.client(['operator.admin']);
    expect(
      contentOf(await request(socket, 'sessions.files.get', { sessionKey: 'main', path: 'in/pipe' })),
    ).toBeUndefined();
    socket.close();
  },
  async 'files that the next start of git would obey'(target) {
    prepare(target);
    const socket = await target.client(['operator.write']);
    for (const path of ['.git/config', '.git/hooks/pre-commit'])
      expect((await request(socket, 'sessions.files.set', { sessionKey: 'main', path, content: 'x' })).ok).toBe(false);
    socket.close();
  },
  async 'moving over, into itself, and out'(target) {
    prepare(target);
    const socket = await target.client(['operator.admin']);
    for (const [from, to] of [
      ['in', 'in/in'],
      ['in/plain.txt', '../outside/stolen.txt'],
      ['../outside/secret.txt', 'in/stolen.txt'],
      ['.', 'x'],
      ['', 'x'],
    ])
      expect((await request(socket, 'files.move', { sessionKey: 'main', from, to })).ok).toBe(false);
    socket.close();
  },
  async 'bringing back what was never thrown away'(target) {
    const socket = await target.client(['operator.admin']);
    for (const trashId of ['../outside', 'none', '', '/', '..', '__proto__', 'a/../../b'])
      expect((await request(socket, 'files.restore', { sessionKey: 'main', trashId })).ok).toBe(false);
    socket.close();
  },
  async 'keys of sessions that are paths, prototypes or look like another'(target) {
    const socket = await target.client(['operator.admin']);
    for (const key of [
      'agent:../x:main',
      'agent:__proto__:main',
      'agent:main',
      'agent:main:',
      ':',
      'agent::',
      `agent:main:${'k'.repeat(10_000)}`,
      'agent:main:a\u0000b',
      'agent:main:\u202emain',
      'agent:ma\u200bin:main',
      'agent:mаin:main',
      '\n',
    ])
      expect(
        (await request(socket, 'chat.send', { sessionKey: key, message: 'x', idempotencyKey: `k-${key.length}` })).ok,
        JSON.stringify(key),
      ).toBe(false);
    socket.close();
  },
  async 'ids of agents that are paths or prototypes'(target) {
    const socket = await target.client(['operator.admin']);
    for (const agentId of [
      '../x',
      '__proto__',
      'constructor',
      'toString',
      'a/b',
      '.',
      '',
      'x'.repeat(1_000),
      'Main',
      'main ',
    ]) {
      expect((await request(socket, 'agents.settings.get', { agentId })).ok, agentId).toBe(false);
      expect((await request(socket, 'agents.delete', { agentId, deleteFiles: true })).ok, agentId).toBe(false);
    }
    socket.close();
  },
  async 'names of agents that would become folders elsewhere'(target) {
    const socket = await target.client(['operator.admin']);
    for (const name of ['../../evil', '..', '/etc', 'a\u0000b', '.git']) {
      const outcome = await request(socket, 'agents.create', { name });
      const workspace = outcome.payload?.['workspace'];
      if (outcome.ok === true) expect(String(workspace)).toMatch(/workspaces[\\/][a-z0-9-]+$/);
    }
    socket.close();
  },
  async 'a patch of the configuration with prototypes in its path'(target) {
    const { hash } = await target.call<{ hash: string }>('config.get');
    const owner = await target.client(['operator.admin']);
    for (const raw of [
      '{"__proto__":{"x":1}}',
      '{"agents":{"entries":{"__proto__":{"name":"x"}}}}',
      '{"constructor":{"prototype":{"x":1}}}',
      '{"agents":{"entries":{"constructor":{"name":"x"}}}}',
    ])
      await request(owner, 'config.patch', { raw, baseHash: hash });
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    expect((await target.call<{ agents: unknown[] }>('agents.list')).agents.length).toBeGreaterThan(0);
    owner.close();
  },
  async 'a patch that includes other files or the environment'(target) {
    const { hash } = await target.call<{ hash: string }>('config.get');
    const owner = await target.client(['operator.admin']);
    writeFileSync(join(target.gateway.workspace, '../outside.json5'), `{ logs: { level: '${SECRET}' } }`);
    for (const raw of [
      '{"$include":"../outside.json5"}',
      '{"$include":"/etc/passwd"}',
      '{"logs":{"level":"${ANTHROPIC_API_KEY}"}}',
    ])
      expect(JSON.stringify(await request(owner, 'config.patch', { raw, baseHash: hash }))).not.toMatch(
        /root:|sk-ant|THE-SECRET/,
      );
    owner.close();
  },
});
