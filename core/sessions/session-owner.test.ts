// Proves: MP-5
import { describe, expect, it } from 'vitest';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { harness, KEY } from '#tests/support/core/engine-harness.ts';
import { says } from '#tests/support/core/scripted-provider.ts';

const as = (userId: string) => ({ ...testPrincipal('phone'), userId });
const FORK = 'agent:main:fork';
const MADE = 'agent:main:made';

describe('the owner of a session', () => {
  it('is the user who creates it with a call or a first message', async () => {
    const { engine, ask } = harness([says('hello')]);
    await engine.sessions.create({ key: MADE }, as('ada'));
    await ask('hi', { by: as('grace') });
    expect((await engine.sessions.get(MADE))?.ownerId).toBe('ada');
    expect((await engine.sessions.get(KEY))?.ownerId).toBe('grace');
  });

  it('is the user who forks it, and stays the same when another user writes', async () => {
    const { engine, ask } = harness([says('hello'), says('again')]);
    await ask('hi', { by: as('ada') });
    await ask('and now', { by: as('grace') });
    expect((await engine.sessions.get(KEY))?.ownerId).toBe('ada');
    const { view } = await engine.queries.watch(KEY, 10);
    const fork = await engine.history.fork(KEY, view.items.at(-1)?.id ?? '', FORK, as('grace'));
    expect(fork.record.ownerId).toBe('grace');
  });

  it('provides the API key of each run, whoever sends the message', async () => {
    const { ask, providers } = harness([says('hello'), says('again')]);
    await ask('hi', { by: as('ada') });
    await ask('and now', { by: as('grace') });
    await ask('elsewhere', { by: as('grace'), sessionKey: MADE });
    expect(providers.users).toEqual(['ada', 'ada', 'grace']);
  });

  it('is the user who sends a slash command to a session that does not exist', async () => {
    const { engine, ask } = harness([]);
    await ask('/help', { by: as('ada') });
    expect((await engine.sessions.get(KEY))?.ownerId).toBe('ada');
  });
});
