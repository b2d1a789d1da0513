import { describe, expect, it } from 'vitest';
import { harness, KEY } from '#tests/support/core/engine-harness.ts';
import { says } from '#tests/support/core/scripted-provider.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { cleanTitle, derivedTitle } from './record-patch.ts';

const ESC = '\u001b';

describe('the title of a session', () => {
  it('is the first visible line of its first message', () => {
    expect(derivedTitle('  \n\u200b\nFix the bug\nplease')).toBe('Fix the bug');
    expect(derivedTitle(`${ESC}[31mFix${ESC}[0m\tthe \u202ebug\u0007\r\nnow`)).toBe('Fix the bug');
    for (const empty of ['', ' \n ', '\u200b', `${ESC}[2J`]) expect(derivedTitle(empty)).toBe('New session');
  });

  it('ends with a whole character', () => {
    expect(derivedTitle(`a${'😀'.repeat(200)}`)).toBe(`a${'😀'.repeat(29)}…`);
    expect(derivedTitle('👩‍👩‍👧‍👦'.repeat(20))).toBe(`${'👩‍👩‍👧‍👦'.repeat(5)}…`);
    expect(derivedTitle(`${'x'.repeat(3_999)}😀`).isWellFormed()).toBe(true);
  });

  it('is cleaned when it is chosen, too', () => {
    expect(cleanTitle(' Release\nnotes \u202e❤️ ')).toBe('Release notes ❤️');
    expect(cleanTitle(`a${'😀'.repeat(200)}`)).toBe(`a${'😀'.repeat(99)}…`);
    expect([cleanTitle(''), cleanTitle('\u200b\n')]).toEqual([undefined, undefined]);
  });
});

it('cleans titles and previews of stored sessions', async () => {
  const h = harness([says(`${ESC}[1mAll\u202e done\n\n${'😀'.repeat(200)}`)]);
  await h.send(`b${'😀'.repeat(200)}`, { runId: 'a' });
  await waitUntil('the end of the run', () => h.engine.runs.wait('a', 0));
  const record = await h.engine.sessions.get(KEY);
  expect(record?.derivedTitle).toBe(`b${'😀'.repeat(29)}…`);
  expect(record?.preview).toBe(`All done ${'😀'.repeat(75)}…`);
  await h.engine.sessions.patch(KEY, { title: 'one\ntwo\u2066' }, testPrincipal('me'));
  expect((await h.engine.sessions.get(KEY))?.title).toBe('one two');
});
