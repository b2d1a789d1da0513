// Proves: CR-1, CL-7
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openShell, type Shell } from './shell.ts';

let shell: Shell;
beforeAll(async () => {
  shell = await openShell(() => ({ steps: [{ say: 'A needle, found at night.' }] }));
});
afterAll(() => shell.stop());

describe('cron', () => {
  it('creates, changes, runs, and removes a schedule', async () => {
    const made = await shell.gatehouse([
      'cron',
      'add',
      'nightly',
      '--cron',
      '0 0 * * *',
      '--tz',
      'UTC',
      '--message',
      'Tidy up.',
    ]);
    expect(made).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Created [\w-]+: 0 0 \* \* \* \(UTC\)\. Next run: \d{4}-\d\d-\d\d 00:00\n$/),
    });
    expect((await shell.gatehouse(['cron'])).out).toContain('0 0 * * * (UTC)');
    expect((await shell.gatehouse(['cron', 'update', 'nightly', '--every', '6h', '--disable'])).out).toMatch(
      /every 6h +disabled/,
    );
    expect((await shell.gatehouse(['cron', 'list'])).out).toBe('No schedules.\n');
    expect((await shell.gatehouse(['cron', 'list', '--all'])).out).toContain('nightly');
    expect((await shell.gatehouse(['cron', 'update', 'nightly', '--enable'])).code).toBe(0);
    const [started] = await shell.json(['cron', 'run', 'nightly']);
    expect(started).toMatchObject({ ok: true, runId: expect.any(String) });
    await expect.poll(async () => (await shell.gatehouse(['cron', 'runs', 'nightly'])).out).toMatch(/nightly +ok/);
    expect((await shell.gatehouse(['cron', 'remove', 'nightly'])).code).toBe(2);
    expect((await shell.gatehouse(['cron', 'remove', 'nightly', '--yes'])).code).toBe(0);
    expect((await shell.gatehouse(['cron', 'status'])).out).toMatch(/^Schedules: 0\./);
  });

  it('rejects incomplete and contradictory options', async () => {
    for (const args of [
      ['--message', 'x'],
      ['--every', '5m'],
      ['--every', 'often', '--message', 'x'],
      ['--every', '5m', '--at', '2030-01-01', '--message', 'x'],
      ['--at', 'soon', '--message', 'x'],
    ])
      expect((await shell.gatehouse(['cron', 'add', 'wrong', ...args])).code).toBe(2);
    expect((await shell.gatehouse(['cron', 'run', 'nobody'])).code).toBe(1);
  });
});

describe('models keys', () => {
  it('stores keys from stdin, lists and removes them, and reports which one is used', async () => {
    const keys = async () => (await shell.gatehouse(['models', 'keys', 'list'])).out;
    expect(await keys()).toMatch(/anthropic +ANTHROPIC_API_KEY +-/);
    const set = (key: string, ...more: readonly string[]) =>
      shell.gatehouse(['models', 'keys', 'set', 'anthropic', ...more], { stdin: `${key}\n` });
    expect((await set('sk-ant-shared-1')).out).toBe('Stored the shared key for anthropic. Key in use: shared.\n');
    expect((await set('sk-ant-own-1', '--personal')).out).toBe(
      'Stored the personal key for anthropic. Key in use: personal.\n',
    );
    expect(await keys()).toMatch(/anthropic +personal +shared, ANTHROPIC_API_KEY/);
    expect((await set('')).code).toBe(2);
    expect((await shell.gatehouse(['models', 'keys', 'remove', 'anthropic'])).code).toBe(2);
    for (const more of [['--personal'], []])
      expect((await shell.gatehouse(['models', 'keys', 'remove', 'anthropic', '--yes', ...more])).code).toBe(0);
    expect(await keys()).toMatch(/anthropic +ANTHROPIC_API_KEY +-/);
  });
});

describe('outbound', () => {
  it('lists contacted hosts, and blocks and unblocks one', async () => {
    await shell.gatehouse(['models', 'list', '--refresh']);
    const { host } = new URL(shell.model.url);
    const list = async (...more: readonly string[]) => (await shell.gatehouse(['outbound', 'list', ...more])).out;
    expect(await list()).toContain(host);
    expect(await list('nothing-like-it')).toBe('No connections.\n');
    expect((await shell.gatehouse(['outbound', 'list', '--source', 'friends'])).code).toBe(2);
    expect((await shell.gatehouse(['outbound', 'block', 'Tracker.Example:8080'])).out).toBe(
      'Blocked tracker.example:8080.\n',
    );
    expect((await shell.gatehouse(['outbound', 'blocks'])).out).toContain('tracker.example:8080');
    expect((await shell.gatehouse(['outbound', 'unblock', 'tracker.example'])).code).toBe(1);
    expect((await shell.gatehouse(['outbound', 'unblock', 'tracker.example:8080'])).code).toBe(0);
    expect((await shell.gatehouse(['outbound', 'blocks'])).out).toBe('No blocked hosts.\n');
  });

  it('stores a credential from stdin, and deletes it', async () => {
    const add = await shell.gatehouse(
      ['outbound', 'credentials', 'add', 'github.com', '--path', '/my-org', '--user', 'x-access-token'],
      { stdin: 'sample-token-4711\n' },
    );
    expect(add.out).toBe('Stored the credential "git github.com/my-org".\n');
    const listed = (await shell.gatehouse(['outbound', 'credentials', 'list'])).out;
    expect(listed).toMatch(/git github\.com\/my-org +x-access-token +read +all/);
    expect(listed).not.toContain('sample-token-4711');
    const remove = ['outbound', 'credentials', 'remove', 'git github.com/my-org', '--yes'];
    expect((await shell.gatehouse(remove)).code).toBe(0);
    expect((await shell.gatehouse(remove)).code).toBe(1);
  });
});

describe('agents', () => {
  it('are created, given instruction files, and removed', async () => {
    expect((await shell.gatehouse(['agents', 'create', 'Night Watch', '--emoji', '🦉'])).out).toMatch(
      /^Created agent night-watch in /,
    );
    const source = join(shell.folder, 'soul.md');
    writeFileSync(source, 'You watch.\n');
    expect((await shell.gatehouse(['agents', 'files', 'set', 'night-watch', 'SOUL.md', '--from', source])).code).toBe(
      0,
    );
    expect(
      (await shell.gatehouse(['agents', 'files', 'set', 'night-watch', 'SOUL.md'], { stdin: 'You sleep.\n' })).code,
    ).toBe(0);
    expect((await shell.gatehouse(['agents', 'files', 'get', 'night-watch', 'SOUL.md'])).out).toBe('You sleep.\n');
    expect((await shell.gatehouse(['agents', 'files', 'list', 'night-watch'])).out).toMatch(/SOUL\.md +11 /);
    expect((await shell.gatehouse(['agents', 'files', 'get', 'night-watch', '../x'])).code).toBe(2);
    expect((await shell.gatehouse(['agents', 'remove', 'night-watch', '--yes'])).code).toBe(0);
    expect((await shell.gatehouse(['agents', 'remove', 'main', '--yes'])).code).toBe(1);
  });
});

describe('sessions', () => {
  it('lists and shows the conversations that a reset has closed', async () => {
    await shell.gatehouse(['chat', '--session', 'diary', 'Where was it found?']);
    expect((await shell.gatehouse(['sessions', 'conversations', 'diary'])).out).toBe('No earlier conversations.\n');
    await shell.gatehouse(['chat', '--session', 'diary', '/new']);
    const [{ conversations }] = (await shell.json(['sessions', 'conversations', 'diary'])) as [
      { conversations: { sessionId: string; headline: string }[] },
    ]; // The output of this command.
    expect(conversations).toMatchObject([{ headline: 'Where was it found?' }]);
    const shown = await shell.gatehouse([
      'sessions',
      'conversations',
      'diary',
      '--show',
      conversations[0]?.sessionId ?? '',
    ]);
    expect(shown.out).toMatch(/you .*\nWhere was it found\?\n[^]*agent .*\nA needle, found at night\./);
  });

  it('are searched, archived, restored, and deleted after confirmation', async () => {
    await shell.gatehouse(['chat', '--session', 'kept', 'Where is it?']);
    expect((await shell.gatehouse(['sessions', 'search', 'needle'])).out).toContain('agent:main:kept');
    expect((await shell.gatehouse(['sessions', 'search', 'haystack'])).out).toBe('No matches.\n');
    expect((await shell.gatehouse(['sessions', 'archive', 'kept'])).code).toBe(0);
    expect((await shell.gatehouse(['sessions', 'list'])).out).not.toContain('kept');
    expect((await shell.gatehouse(['sessions', 'list', '--archived'])).out).toContain('kept');
    expect((await shell.gatehouse(['sessions', 'restore', 'kept'])).code).toBe(0);
    const asked = shell.inTerminal(['sessions', 'delete', 'kept']);
    await asked.waitFor('[y/N]');
    asked.type('\r');
    expect(await asked.ended).toBe(130);
    expect((await shell.gatehouse(['sessions', 'delete', 'kept', '--yes'])).code).toBe(0);
    expect((await shell.gatehouse(['sessions', 'show', 'kept'])).code).toBe(1);
    expect((await shell.gatehouse(['sessions', 'restore', 'kept'])).code).toBe(0);
    expect((await shell.gatehouse(['sessions', 'show', 'kept'])).out).toContain('A needle');
  });
});

describe('rules and proofs', () => {
  it('are listed, added, and removed', async () => {
    expect((await shell.gatehouse(['approvals', 'rules', 'add', '--', 'git', 'log', '--oneline'])).out).toBe(
      'Agent main may now run: git log --oneline\n',
    );
    const [{ rules } = {}] = await shell.json(['approvals', 'rules', 'list']);
    const [rule] = rules as readonly { readonly id: string }[];
    expect((await shell.gatehouse(['approvals', 'rules', 'remove', rule?.id ?? ''])).code).toBe(0);
    expect((await shell.gatehouse(['approvals', 'rules', 'list'])).out).toBe('No rules.\n');
    expect((await shell.gatehouse(['approvals', 'proofs', 'list'])).out).toBe('No pending confirmations.\n');
  });
});

describe('config', () => {
  it('is shown, validated, read, and changed', async () => {
    expect((await shell.gatehouse(['config', 'show', '--origins'])).out).toMatch(/limits\.modelRetries +default +3/);
    expect((await shell.gatehouse(['config', 'set', 'limits.modelRetries', '2'])).out).toContain('limits.modelRetries');
    expect((await shell.gatehouse(['config', 'get', 'limits.modelRetries'])).out).toBe('2\n');
    expect((await shell.gatehouse(['config', 'validate'])).out).toContain('is valid');
    expect((await shell.gatehouse(['config', 'show'])).out).not.toContain('sk-ant');
  });
});

describe('models and usage', () => {
  it('are listed, probed, and summed', async () => {
    expect((await shell.gatehouse(['models'])).out).toContain('anthropic/claude-sonnet-4-5');
    expect((await shell.gatehouse(['models', 'status'])).out).toMatch(/anthropic +environment +yes/);
    expect((await shell.gatehouse(['models', 'probe', 'anthropic'])).out).toMatch(/^✓ anthropic: responded in/);
    expect((await shell.json(['usage']))[0]).toMatchObject({ ok: true, totals: { output: expect.any(Number) } });
    expect((await shell.gatehouse(['usage', 'sessions'])).out).toMatch(
      /^SESSION +INPUT +CACHED +OUTPUT +COST +TITLE\nagent:main:kept +/,
    );
    expect((await shell.json(['usage', 'sessions', 'agent:main:kept']))[0]).toMatchObject({
      ok: true,
      sessions: [{ key: 'agent:main:kept' }],
    });
  });
});

describe('rules', () => {
  const rules = (...args: readonly string[]) => shell.gatehouse(['approvals', 'rules', ...args]);

  it('are denied, rehearsed, changed, revoked, and restored', async () => {
    expect((await rules('add', '--deny', '--everywhere', 'git', 'push', '*')).out).toBe(
      'Agent main can no longer run: git push *\n',
    );
    expect((await shell.gatehouse(['approvals', 'explain', 'git push origin'])).out).toContain('denied by the rule');
    expect((await rules('rehearse', '--deny', 'make', '*')).out).toBe('Matches 0 of 0 commands of the last 30 days.\n');
    expect(await rules('add', 'sh', '*')).toMatchObject({ code: 1, err: expect.stringContaining('cannot be stored') });
    // The output of this command.
    const [listed] = (await shell.json(['approvals', 'rules', 'list'])) as [{ rules: { id: string }[] }];
    const id = listed.rules[0]?.id ?? expect.fail('no rule');
    expect((await rules('list', '--filter', 'every folder')).out).toMatch(/deny +git push \* +every folder/);
    expect((await rules('list', '--filter', 'nothing')).out).toBe('No rules match.\n');
    expect(await rules('edit', id)).toMatchObject({ code: 2, err: expect.stringContaining('nothing to change') });
    expect((await rules('edit', '--', id, 'git', 'push', '--force')).out).toContain('git push --force');
    expect((await rules('remove', id)).out).toContain(`rules restore ${id}`);
    expect((await rules('list', '--revoked')).out).toContain('git push --force');
    expect((await rules('restore', id)).out).toBe('Rule restored: git push --force\n');
    expect((await rules('restore', id)).code).toBe(1);
    await rules('remove', id);
  });

  it('are exported and imported as a whole', async () => {
    await rules('add', 'npm', 'test');
    const path = join(shell.folder, 'rules.json');
    expect((await rules('export', path)).out).toBe(`1 rule written to ${path}.\n`);
    expect((await rules('export', path)).code).toBe(1);
    const file = JSON.parse((await rules('export')).out) as { rules: { words: string[] }[] }; // The exported format.
    expect((await rules('import', path)).out).toBe('0 added, 1 already present.\n');
    const write = (...lines: readonly string[]) =>
      writeFileSync(
        path,
        JSON.stringify({ ...file, rules: lines.map((line) => ({ ...file.rules[0], words: line.split(' ') })) }),
      );
    write('npm run build', 'bash *');
    expect(await rules('import', path)).toMatchObject({ code: 1, err: expect.stringContaining('rule 2 ("bash *")') });
    write('npm run build');
    expect((await rules('import', '--dry-run', path)).out).toBe('1 would be added, 0 already present.\n');
    expect((await rules('import', path)).out).toBe('1 added, 0 already present.\n');
    expect((await rules('list')).out).toContain('npm run build');
  });
});
