// Paths, links and keys that lead out of the workspace or name something else.
// Proves: SE-2
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
  linkSync,
} from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect } from 'vitest';
import type { RawSocket } from '#tests/protocol/support/raw-socket.ts';
import { defineAttacks } from './support/define-attacks.ts';
import { request, type Outcome, type Target } from './support/target.ts';

const SECRET = 'THE-SECRET-OUTSIDE';

/** Prepares a workspace and a secret file beside it. */
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
  const plain = await request(socket, 'sessions.files.get', { sessionKey: 'main', path: 'in/plain.txt' });
  expect(contentOf(plain)).toBe('plain');
  socket.close();
}

/** Writes a file of the main session; `expectedHash` is empty for a new one. */
const write = (socket: RawSocket, path: string, expectedHash = ''): Promise<Outcome> =>
  request(socket, 'sessions.files.set', { sessionKey: 'main', path, content: 'x', expectedHash });

defineAttacks('paths', {
  async 'reads no file above the workspace'(target) {
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
  async 'reads no file above the workspace in other spellings of the path'(target) {
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
  async 'reads no absolute paths, home folders, or file URLs'(target) {
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
  async 'rejects paths with a null byte, a line break, or excessive length'(target) {
    await reading(target, [
      'in/plain.txt\u0000.png',
      '\u0000',
      'in/\n../../outside/secret.txt',
      'x'.repeat(5_000),
      `${'a/'.repeat(3_000)}b`,
    ]);
  },
  async 'does not follow a symlink to a file outside'(target) {
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
  async 'does not follow a symlink to a folder outside'(target) {
    prepare(target);
    const link = join(target.gateway.workspace, 'in', 'link');
    symlinkSync('../../outside', link);
    const socket = await target.client(['operator.admin']);
    expect(
      contentOf(await request(socket, 'sessions.files.get', { sessionKey: 'main', path: 'in/link/secret.txt' })),
    ).toBeUndefined();
    const refusals = [
      await write(socket, 'in/link/new.txt'),
      await request(socket, 'files.move', { sessionKey: 'main', from: 'in/plain.txt', to: 'in/link/moved.txt' }),
      await request(socket, 'files.delete', { sessionKey: 'main', path: 'in/link/secret.txt' }),
      await request(socket, 'files.createFolder', { sessionKey: 'main', path: 'in/link/folder' }),
      await request(socket, 'sessions.files.list', { sessionKey: 'main', path: 'in/link' }),
    ];
    for (const { error } of refusals) expect(error?.details?.['code']).toBe('FILE_OUTSIDE_WORKSPACE');
    expect(readdirSync(join(target.gateway.workspace, '../outside'))).toEqual(['secret.txt']);
    unlinkSync(link);
    socket.close();
  },
  async 'does not write through a hard link to a file outside'(target) {
    prepare(target);
    const outside = join(target.gateway.workspace, '../outside/secret.txt');
    const link = join(target.gateway.workspace, 'in', 'hard.txt');
    linkSync(outside, link);
    const socket = await target.client(['operator.admin']);
    const { error } = await write(socket, 'in/hard.txt', createHash('sha256').update(SECRET).digest('hex'));
    expect(error?.details?.['code']).toBe('FILE_OUTSIDE_WORKSPACE');
    expect(readFileSync(outside, 'utf8')).toBe(SECRET);
    unlinkSync(link);
    socket.close();
  },
  async 'does not follow a folder that is swapped for a symlink during a read'(target) {
    prepare(target);
    const { workspace } = target.gateway;
    const [folder, aside] = [join(workspace, 'in', 'swap'), join(workspace, 'in', 'aside')];
    mkdirSync(folder);
    writeFileSync(join(folder, 'secret.txt'), 'harmless');
    const socket = await target.client(['operator.admin']);
    const contents = new Set<unknown>();
    // How many turns of the event loop a read takes differs between machines: the longest wait grows until reads win the race, too.
    for (let longest = 30; longest <= 30 || (contents.size < 2 && longest < 10_000); longest *= 2)
      for (let attempt = 0; attempt < 150; attempt += 1) {
        const read = request(socket, 'sessions.files.get', { sessionKey: 'main', path: 'in/swap/secret.txt' });
        // The swap hits the read at a different moment in each attempt.
        for (let turn = 0; turn < (attempt * longest) / 150; turn += 1) await setImmediate();
        renameSync(folder, aside);
        symlinkSync('../../outside', folder);
        contents.add(contentOf(await read));
        unlinkSync(folder);
        renameSync(aside, folder);
      }
    // Reads fail that find the link.
    expect(contents).toEqual(new Set(['harmless', undefined]));
    socket.close();
  },
  async 'reads no special files'(target) {
    prepare(target);
    const { execFileSync } = await import('node:child_process');
    execFileSync('mkfifo', [join(target.gateway.workspace, 'in', 'pipe')]);
    const socket = await target.client(['operator.admin']);
    expect(
      contentOf(await request(socket, 'sessions.files.get', { sessionKey: 'main', path: 'in/pipe' })),
    ).toBeUndefined();
    socket.close();
  },
  async 'does not write files that git would execute'(target) {
    prepare(target);
    const socket = await target.client(['operator.admin']);
    for (const path of ['.git/config', '.git/hooks/pre-commit', '.GIT/config', 'in/.git/config']) {
      const { error } = await write(socket, path);
      expect(error?.details?.['code'], path).toBe('FILE_DENIED');
    }
    socket.close();
  },
  async 'rejects moves out of the workspace and into themselves'(target) {
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
  async 'rejects trash ids that do not exist or name another folder'(target) {
    prepare(target);
    const { home, workspace } = target.gateway;
    // A folder that looks like a deleted file, beside the trash.
    const planted = join(home, 'planted');
    mkdirSync(planted);
    const note = { workspace: realpathSync(workspace), path: 'in/restored.txt', deletedAtMs: Date.now() };
    writeFileSync(join(planted, 'note.json'), JSON.stringify(note));
    writeFileSync(join(planted, 'content'), 'planted');
    const socket = await target.client(['operator.admin']);
    for (const trashId of ['../planted', '../../home/planted', planted, 'none', '', '/', '..', '__proto__'])
      expect((await request(socket, 'files.restore', { sessionKey: 'main', trashId })).ok, trashId).toBe(false);
    expect(readdirSync(join(workspace, 'in'))).toEqual(['plain.txt']);
    socket.close();
  },
  async 'rejects malformed and look-alike session keys'(target) {
    const socket = await target.client(['operator.admin']);
    const keys = [
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
    ];
    for (const [index, sessionKey] of keys.entries()) {
      const params = { sessionKey, message: 'x', idempotencyKey: `k-${index}` };
      const { error } = await request(socket, 'chat.send', params);
      expect(['INVALID_SESSION_KEY', 'INVALID_PARAMS'], JSON.stringify(sessionKey)).toContain(error?.details?.['code']);
    }
    socket.close();
  },
  async 'rejects malformed agent ids'(target) {
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
  async 'derives a safe folder from any agent name'(target) {
    const socket = await target.client(['operator.admin']);
    for (const name of ['../../evil', '..', '/etc', 'a\u0000b', '.git']) {
      const outcome = await request(socket, 'agents.create', { name });
      const workspace = outcome.payload?.['workspace'];
      if (outcome.ok === true) expect(String(workspace)).toMatch(/workspaces[\\/][a-z0-9-]+$/);
    }
    socket.close();
  },
  async 'rejects configuration patches that target object prototypes'(target) {
    const { hash } = await target.call<{ hash: string }>('config.get');
    const owner = await target.client(['operator.admin']);
    for (const raw of [
      '{"__proto__":{"x":1}}',
      '{"agents":{"entries":{"__proto__":{"name":"x"}}}}',
      '{"constructor":{"prototype":{"x":1}}}',
    ])
      expect((await request(owner, 'config.patch', { raw, baseHash: hash })).error?.details?.['code'], raw).toBe(
        'CONFIG_INVALID',
      );
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    expect((await target.call<{ agents: unknown[] }>('agents.list')).agents.length).toBeGreaterThan(0);
    owner.close();
  },
  async 'resolves no includes outside the configuration folder and shows no environment variables'(target) {
    const { hash } = await target.call<{ hash: string }>('config.get');
    const owner = await target.client(['operator.admin']);
    writeFileSync(join(target.gateway.workspace, '../outside.json5'), `{ logs: { level: '${SECRET}' } }`);
    for (const file of ['../outside.json5', '/etc/passwd', 'logs/../../outside.json5']) {
      const outcome = await request(owner, 'config.patch', { raw: JSON.stringify({ $include: file }), baseHash: hash });
      expect(outcome.error?.details?.['code'], file).toBe('CONFIG_INVALID');
      expect(JSON.stringify(outcome)).not.toMatch(/root:|THE-SECRET/);
    }
    const raw = '{"agents":{"defaults":{"instructions":"${ANTHROPIC_API_KEY}"}}}';
    expect((await request(owner, 'config.patch', { raw, baseHash: hash })).ok).toBe(true);
    const reader = await target.client(['operator.read']);
    const { payload } = await request(reader, 'config.get');
    for (const part of ['parsed', 'resolved', 'config'])
      expect(payload?.[part], part).toMatchObject({ agents: { defaults: { instructions: '${ANTHROPIC_API_KEY}' } } });
    for (const socket of [owner, reader]) socket.close();
  },
});
