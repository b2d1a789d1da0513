import { describe, expect, it } from 'vitest';
import { partLoader, type PartPlatform } from './load-part.ts';

function page(answers: readonly boolean[], lastReload = 0) {
  const did: string[] = [];
  let asked = 0;
  const platform: PartPlatform = {
    answers: async () => answers[asked++] ?? true,
    reload: () => did.push('reload'),
    wait: async () => void did.push('wait'),
    now: () => 100_000,
    lastReload: () => lastReload,
    noteReload: (at) => did.push(`note ${at}`),
  };
  return { load: partLoader(platform), did };
}

const settle = () => new Promise((done) => setTimeout(done, 0));
const fails = async () => {
  throw new Error('not there');
};

describe('loading a part of the app', () => {
  it('returns it once it is loaded', async () => {
    const { load, did } = page([]);
    expect(await load(async () => 'part')).toBe('part');
    expect(did).toEqual([]);
  });

  it('reloads the page once the gateway responds again', async () => {
    const { load, did } = page([false, false, true]);
    void load(fails);
    await settle();
    expect(did).toEqual(['wait', 'wait', 'note 100000', 'reload']);
  });

  it('shows the error if reloading did not help', async () => {
    const { load, did } = page([], 90_000);
    await expect(load(fails)).rejects.toThrow('not there');
    expect(did).toEqual([]);
  });
});
