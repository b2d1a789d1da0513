// Proves: SE-6
import { describe, expect, it } from 'vitest';
import { KEY } from '#tests/support/core/engine-harness.ts';
import { settle } from '#tests/support/core/manual-clock.ts';
import { says, waits } from '#tests/support/core/scripted-provider.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { ended, useToolFolder } from '#tests/support/core/tool-harness.ts';

const by = testPrincipal('me');
const { start } = useToolFolder();

/** A session that is busy with its second message. */
async function busy() {
  const gate = Promise.withResolvers<void>();
  const h = start([says('Beans are sown.'), waits(gate.promise, 'Watered.'), says('Peas are sown.')]);
  await h.send('Sow beans', { runId: 'a' });
  await ended(h);
  await h.send('Water them', { runId: 'b' });
  await settle();
  const send = (text: string, runId = 'c') =>
    h.engine.runs.sendConcurrently({ sessionKey: KEY, text, images: [], runId, by });
  return { h, gate, send };
}

describe('a concurrent message', () => {
  it('runs at once in a fork of what was said before the active run, which continues', async () => {
    const { h, gate, send } = await busy();
    const { sessionKey, status } = await send('Sow peas');
    expect(status).toBe('started');
    expect(sessionKey).toMatch(/^agent:main:parallel:/);
    expect(await ended(h, 'c')).toMatchObject({ sessionKey, status: 'done', text: 'Peas are sown.' });
    const asked = JSON.stringify(h.providers.requests[2]?.messages);
    expect(asked).toMatch(/Sow beans.*Beans are sown.*Sow peas/);
    expect(asked).not.toContain('Water them');
    gate.resolve();
    expect(await ended(h, 'b')).toMatchObject({ sessionKey: KEY, status: 'done', text: 'Watered.' });
    const { view } = await h.engine.queries.watch(KEY, 100);
    expect(JSON.stringify(view.items)).not.toContain('peas');
  });

  it('is started once for the same ID, in one fork', async () => {
    const { h, gate, send } = await busy();
    const first = await send('Sow peas');
    const second = await send('Sow peas');
    expect(second.sessionKey).toBe(first.sessionKey);
    await ended(h, 'c');
    const { sessions } = await h.engine.sessions.list({ parentKey: KEY, limit: 5, offset: 0 });
    expect(sessions).toHaveLength(1);
    gate.resolve();
    await ended(h, 'b');
  });

  it('runs in the session itself while that is idle', async () => {
    const h = start([says('Beans are sown.')]);
    const { sessionKey } = await h.engine.runs.sendConcurrently({
      sessionKey: KEY,
      text: 'Sow beans',
      images: [],
      runId: 'a',
      by,
    });
    expect(sessionKey).toBe(KEY);
    expect(await ended(h, 'a')).toMatchObject({ sessionKey: KEY, status: 'done' });
  });

  it('leaves no fork if it is rejected', async () => {
    const { h, gate, send } = await busy();
    await expect(send('  ')).rejects.toMatchObject({ extras: { details: { code: 'EMPTY_MESSAGE' } } });
    const { sessions } = await h.engine.sessions.list({ parentKey: KEY, limit: 5, offset: 0 });
    expect(sessions).toEqual([]);
    gate.resolve();
    await ended(h, 'b');
  });
});
