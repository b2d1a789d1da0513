import { describe, expect, it } from 'vitest';
import { KEY } from '#tests/support/core/engine-harness.ts';
import { settle } from '#tests/support/core/manual-clock.ts';
import { calls, says, waits } from '#tests/support/core/scripted-provider.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { ended, useToolFolder } from '#tests/support/core/tool-harness.ts';
import { SIDE_GUIDE } from './side-key.ts';

const ME = testPrincipal('me');
const { start } = useToolFolder();

describe('a side thread', () => {
  it('answers during a run with what the model sees, and leaves the run and the history as they are', async () => {
    const gate = Promise.withResolvers<void>();
    const h = start([
      says('Beans are sown.'),
      waits(gate.promise, 'Watered.'),
      says('Because of the soil.'),
      says('Yes.'),
    ]);
    await h.send('Sow beans', { runId: 'a' });
    await ended(h);
    await h.send('Water them', { runId: 'b' });
    await settle();
    const { key } = await h.engine.side.ask({ key: KEY, question: ' Why beans? ', runId: 'side', by: ME });
    expect(await ended(h, 'side')).toMatchObject({ sessionKey: key, status: 'done', text: 'Because of the soil.' });
    const asked = h.providers.requests[2];
    expect(asked?.system.at(-1)).toBe(SIDE_GUIDE);
    expect(JSON.stringify(asked?.messages)).toMatch(/Sow beans.*Beans are sown.*Water them.*Why beans\?/);
    gate.resolve();
    expect(await ended(h, 'b')).toMatchObject({ status: 'done', text: 'Watered.' });
    await h.send('Next', { runId: 'c' });
    await ended(h, 'c');
    expect(JSON.stringify(h.providers.requests.at(-1)?.messages)).not.toContain('Why beans');
    const { sessions } = await h.engine.sessions.list({ parentKey: KEY, limit: 5, offset: 0 });
    expect(sessions).toMatchObject([{ key, title: 'Why beans?', parentKey: KEY }]);
  });

  it('is deleted and restored with its session', async () => {
    const h = start([says('Beans are sown.'), says('Because of the soil.'), says('Because of the sun.')]);
    await h.send('Sow beans', { runId: 'a' });
    await ended(h);
    const ask = async (runId: string) => {
      const { key } = await h.engine.side.ask({ key: KEY, question: 'Why beans?', runId, by: ME });
      await ended(h, runId);
      return key;
    };
    const earlier = await ask('one');
    const key = await ask('two');
    await h.engine.sessions.delete(earlier, ME);
    await h.clock.advance(1_000);
    expect(await h.engine.sessions.delete(KEY, ME)).toBe(true);
    expect(await h.engine.sessions.get(key)).toBeUndefined();
    expect(await h.engine.sessions.restore(KEY, ME)).toBe(true);
    expect(await h.engine.sessions.get(key)).toMatchObject({ parentKey: KEY });
    expect(await h.engine.sessions.get(earlier), 'deleted before').toBeUndefined();
  });

  it('has only tools that read, also for further messages', async () => {
    const write = calls([{ id: 'c1', name: 'write', input: { path: 'x.txt', content: 'x' } }]);
    const h = start([says('one'), write, says('two'), write, says('three')]);
    await h.send('go', { runId: 'a' });
    await ended(h);
    const { key } = await h.engine.side.ask({ key: KEY, question: 'Why?', runId: 'side', by: ME });
    await ended(h, 'side');
    await h.send('And now write it', { sessionKey: key, runId: 'more' });
    await ended(h, 'more');
    const names = h.providers.requests[3]?.tools.map(({ name }) => name) ?? [];
    expect(names).toContain('read');
    expect(names.filter((name) => ['write', 'edit', 'exec', 'process'].includes(name))).toEqual([]);
    const results = h.events(key).filter((event) => event.type === 'tool.finished');
    expect(results).toHaveLength(2);
    for (const { isError, text } of results) {
      expect(isError).toBe(true);
      expect(text).toContain('not available in a side thread');
    }
  });

  it('is asked once for the same ID, by /btw too, and not without a question', async () => {
    const h = start([says('one'), says('two'), says('three')]);
    await h.send('go', { runId: 'a' });
    await ended(h);
    const question = { key: KEY, question: 'Why?', runId: 'side', by: ME };
    const { key } = await h.engine.side.ask(question);
    expect(await h.engine.side.ask(question)).toEqual({ key, runId: 'side' });
    await ended(h, 'side');
    await h.send('/btw How deep?', { runId: 'command' });
    await settle();
    const { sessions } = await h.engine.sessions.list({ parentKey: KEY, limit: 5, offset: 0 });
    expect(new Set(sessions.map(({ title }) => title))).toEqual(new Set(['How deep?', 'Why?']));
    await expect(h.engine.side.ask({ ...question, runId: 'other', question: ' ' })).rejects.toThrow('empty');
  });
});
