import { describe, expect, it } from 'vitest';
import { harness } from '#tests/support/core/engine-harness.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';

const ME = testPrincipal('me');

describe('session groups', () => {
  it('are renamed with all their sessions, and keep their place', async () => {
    const { engine } = harness();
    await engine.groups.replace(['One', 'Two', 'One'], ['Two', 'One']);
    for (let index = 0; index < 201; index += 1)
      await engine.sessions.create({ key: `agent:main:s${index}`, category: 'One' }, ME);
    const changed = await engine.groups.change('One', 'First', ME);
    expect(changed).toEqual({ names: ['First', 'Two'], sectionOrder: ['Two', 'First'], updated: 201 });
    const { total } = await engine.sessions.list({ category: 'First', limit: 1, offset: 0 });
    expect(total).toBe(201);
  });

  it('leave their sessions without a group when they are removed', async () => {
    const { engine } = harness();
    await engine.groups.replace(['One']);
    await engine.sessions.create({ key: 'agent:main:a', category: 'One' }, ME);
    await engine.groups.change('One', undefined, ME);
    expect(await engine.groups.list()).toEqual({ names: [], sectionOrder: [] });
    expect(await engine.sessions.get('agent:main:a')).not.toHaveProperty('category');
    await expect(engine.groups.change('One', 'Two', ME)).rejects.toThrow(/Unknown group/);
  });
});
