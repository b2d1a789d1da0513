// Proves: CH-3, AG-6, AG-7, N-3
import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { KEY } from '#tests/support/core/engine-harness.ts';
import { calls, says, type ScriptedCall } from '#tests/support/core/scripted-provider.ts';
import { call, ended, exec, results, useToolFolder } from '#tests/support/core/tool-harness.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

const { at, start } = useToolFolder();

describe('a secret in the result of a tool', () => {
  const TOKEN = 'ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8';

  it('reaches neither the model nor the transcript, which names its kind', async () => {
    await writeFile(at('.env'), `GITHUB_TOKEN=${TOKEN}\n`);
    const split = `printf 'GITHUB_TOKEN=${TOKEN.slice(0, 12)}'; sleep 0.05; printf '${TOKEN.slice(12)}\\n'`;
    const steps = [call('c1', 'read', { path: '.env' }), calls([exec('c2', 'cat .env')]), calls([exec('c3', split)])];
    const h = start([...steps, says('done')]);
    await h.send('go', { runId: 'a' });
    await ended(h);
    expect(results(h).map(({ text }) => text.includes('GITHUB_TOKEN=[secret: GitHub token]'))).toEqual([
      true,
      true,
      true,
    ]);
    for (const { details } of results(h)) expect(details).toMatchObject({ hiddenSecrets: ['GitHub token'] });
    const asked = h.providers.requests.map(({ messages }) => JSON.stringify(messages.filter((m) => m.role === 'tool')));
    expect(asked.join()).not.toContain(TOKEN);
    const live = h.notices.flatMap((n) => (n.kind === 'live' && n.event.kind === 'tool-output' ? [n.event.text] : []));
    expect(live.join('')).not.toContain(TOKEN);
    expect(live.join('')).toContain('[secret: GitHub token]');
  });
});

describe('tools', () => {
  it('read, write, edit, list, search, and find inside the workspace', async () => {
    await writeFile(at('a.txt'), 'one\ntwo\nthree\n');
    const h = start([
      call('c1', 'read', { path: 'a.txt', fromLine: 2, lines: 1 }),
      call('c2', 'edit', { path: 'a.txt', oldText: 'two', newText: 'zwei' }),
      call('c3', 'write', { path: 'sub/b.txt', content: 'new\n' }),
      call('c4', 'list', {}),
      call('c5', 'search', { pattern: 'zwei' }),
      call('c6', 'find', { query: 'b.txt' }),
      call('c7', 'edit', { path: 'a.txt', oldText: 'nowhere', newText: 'x' }),
      call('c8', 'read', { path: '../outside' }),
      says('done'),
    ]);
    await h.send('go', { runId: 'a' });
    await ended(h);
    const texts = results(h).map((event) => event.text);
    expect(texts[0]).toContain('two');
    expect(results(h)[1]).toMatchObject({ isError: false, details: { added: 1, removed: 1 } });
    expect(results(h)[1]?.details['diff']).toContain('-two\n+zwei');
    expect(await readFile(at('sub/b.txt'), 'utf8')).toBe('new\n');
    expect(texts[3]).toContain('sub/');
    expect(texts[4]).toContain('a.txt:2: zwei');
    expect(texts[5]).toContain('sub/b.txt');
    expect(texts[6]).toContain('was not found');
    expect(results(h)[7]).toMatchObject({ isError: true });
  });

  it('return an error result for an unknown tool, invalid input, broken JSON, and a denied tool', async () => {
    const broken: ScriptedCall = async function* ask() {
      yield {
        type: 'done',
        content: [{ type: 'toolCall', id: 'c3', name: 'exec', arguments: {} }],
        invalidCalls: { c3: '{"command": "ec' },
        stopReason: 'toolUse',
      };
    };
    const h = start(
      [
        call('c1', 'launch_missiles', {}),
        call('c2', 'exec', { cmd: 'ls' }),
        broken,
        call('c4', 'write', { path: 'a', content: 'b' }),
        says('sorry'),
      ],
      { tools: { allow: [], deny: ['write'] } },
    );
    await h.send('go', { runId: 'a' });
    expect(await ended(h)).toMatchObject({ status: 'done' });
    expect(results(h).map((event) => event.isError)).toEqual([true, true, true, true]);
    expect(results(h)[1]?.text).toContain('"command" is missing');
    expect(results(h)[2]?.text).toContain('not a JSON object');
    expect(h.types()).not.toContain('tool.started');
    expect(h.providers.requests[0]?.tools.map((tool) => tool.name)).not.toContain('write');
  });

  it('are not run at the third identical call in a row and end the run at the fifth', async () => {
    const again = (id: string) => calls([exec(id, 'echo x')]);
    const h = start(['1', '2', '3', '4', '5'].map(again));
    await h.send('go', { runId: 'a' });
    expect(await ended(h)).toMatchObject({ status: 'failed', error: { code: 'loop' } });
    expect(h.types().filter((type) => type === 'tool.started')).toHaveLength(2);
  });

  it('end when the run is stopped', async () => {
    const h = start([calls([exec('c1', 'echo begun; sleep 1000')])]);
    await h.send('go', { runId: 'a' });
    await waitUntil('the output', () => h.notices.some((n) => n.kind === 'live' && n.event.kind === 'tool-output'));
    await h.engine.runs.abort(KEY);
    expect(results(h)[0]).toMatchObject({ isError: true, details: { aborted: true } });
    expect(results(h)[0]?.text).toContain('begun');
    expect(h.types().at(-1)).toBe('run.ended');
  });

  it('end the run at the limit of model calls', async () => {
    const h = start(
      ['a', 'b', 'c', 'd'].map((id) => calls([exec(id, `echo ${id}`)])),
      { maxTurns: 3 },
    );
    await h.send('go', { runId: 'a' });
    expect(await ended(h)).toMatchObject({ status: 'failed', error: { code: 'turn-limit' } });
  });
});
