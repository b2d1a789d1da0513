import { describe, expect, it } from 'vitest';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { createMemoryStore } from '#tests/support/core/memory-store.ts';
import { BrowserSignIn } from './browser-sign-in.ts';

const MINUTE = 60_000;
/** Any key is stored; the route checks whether it is one. */
const PAGE = { publicKey: 'key' };
const DAY = 24 * 60 * MINUTE;

function make() {
  const clock = new ManualClock();
  const { settings } = createMemoryStore();
  const signIn = new BrowserSignIn(settings, clock);
  return { clock, settings, signIn };
}

async function makeCode(signIn: BrowserSignIn): Promise<{ readonly code: string }> {
  const { url } = await signIn.makeLink('http://127.0.0.1:1');
  return { code: url.split('/#code=')[1] ?? '' };
}

describe('browser sign-in', () => {
  it('redeems a code once, within five minutes', async () => {
    const { clock, signIn } = make();
    const { code } = await makeCode(signIn);
    expect(await signIn.redeem(code, PAGE)).toBeDefined();
    expect(await signIn.redeem(code, PAGE)).toBeUndefined();
    const late = await makeCode(signIn);
    clock.jump(5 * MINUTE + 1);
    expect(await signIn.redeem(late.code, PAGE)).toBeUndefined();
  });

  it('redeems a code for one of two requests at the same time', async () => {
    const { signIn } = make();
    const { code } = await makeCode(signIn);
    const sessions = await Promise.all([1, 2].map(() => signIn.redeem(code, PAGE)));
    expect(sessions.filter((session) => session !== undefined)).toHaveLength(1);
  });

  it('stores only hashes of codes and cookies', async () => {
    const { settings, signIn } = make();
    const { code } = await makeCode(signIn);
    const { cookie } = (await signIn.redeem((await makeCode(signIn)).code, PAGE)) ?? { cookie: '' };
    const stored = JSON.stringify(await settings.list(''));
    expect(stored).not.toContain(code);
    expect(stored).not.toContain(cookie);
  });

  it('keeps a session for 30 days after its last use', async () => {
    const { clock, signIn } = make();
    const { cookie } = (await signIn.redeem((await makeCode(signIn)).code, PAGE)) ?? { cookie: '' };
    clock.jump(29 * DAY);
    expect(await signIn.check(cookie)).toBeDefined();
    clock.jump(29 * DAY);
    expect(await signIn.check(cookie)).toBeDefined();
    clock.jump(30 * DAY + 1);
    expect(await signIn.check(cookie)).toBeUndefined();
    expect(await signIn.check('made up')).toBeUndefined();
  });

  it('limits codes and sessions and drops the oldest', async () => {
    const { clock, settings, signIn } = make();
    const first = await makeCode(signIn);
    for (let count = 0; count < 25; count += 1) {
      clock.jump(1);
      await makeCode(signIn);
    }
    expect((await settings.list('browser-code:')).length).toBe(20);
    expect(await signIn.redeem(first.code, PAGE)).toBeUndefined();
  });

  it('removes a session on sign-out', async () => {
    const { signIn } = make();
    const { cookie } = (await signIn.redeem((await makeCode(signIn)).code, PAGE)) ?? { cookie: '' };
    const id = await signIn.check(cookie);
    expect(await signIn.signOut(cookie)).toBe(id);
    expect(await signIn.check(cookie)).toBeUndefined();
  });
});
