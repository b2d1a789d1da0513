// Proves: CH-7, N-10
import { expect, it } from 'vitest';
import { harness, KEY, type Harness } from '#tests/support/core/engine-harness.ts';
import { settle } from '#tests/support/core/manual-clock.ts';
import { hangs, says } from '#tests/support/core/scripted-provider.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';

const roles = ({ providers }: Harness) => providers.requests.at(-1)?.messages.map(({ role }) => role);
const lastRequest = ({ providers }: Harness): string => JSON.stringify(providers.requests.at(-1)?.messages);

it('a note between two turns is part of the next message of the user, also after a restart', async () => {
  const first = harness([says('one')]);
  await first.ask('hi');
  await first.engine.history.addNote(KEY, 'The deadline is Friday.');
  await first.engine.history.addNote(KEY, 'The budget is 5.');
  const second = harness([says('two')], { store: first.store });
  await second.engine.recover();
  await second.ask('and now?');
  expect(roles(second)).toEqual(['user', 'assistant', 'user']);
  expect(lastRequest(second)).toMatch(/The deadline is Friday\..*The budget is 5\..*and now\?/);
});

it('a note before the first message does not start the conversation with an answer', async () => {
  const on = harness([says('one')]);
  await on.engine.sessions.create({ key: KEY }, testPrincipal('me'));
  await on.engine.history.addNote(KEY, 'Speak plainly.');
  await on.ask('hi');
  expect(roles(on)).toEqual(['user']);
  expect(lastRequest(on)).toMatch(/Speak plainly\..*hi/);
});

it('the reply to a command during a run is not context', async () => {
  const on = harness([hangs('x'), says('two')]);
  await on.send('hi');
  await settle();
  await on.send('/status');
  await on.engine.runs.abort(KEY);
  await on.ask('go on');
  expect(lastRequest(on)).not.toContain('State: running');
});

it('an old note is summarized with the rest of the conversation', async () => {
  const on = harness([says('one')]);
  await on.ask('message 0');
  await on.engine.history.addNote(KEY, 'The deadline is Friday.');
  for (let turn = 1; turn < 9; turn += 1) {
    on.providers.add(says('answer'));
    await on.ask(`message ${turn}`);
  }
  on.providers.add(says('SHORT'));
  await on.engine.sessions.compact(KEY);
  expect(lastRequest(on)).toContain('Note: The deadline is Friday.');
  on.providers.add(says('x'));
  await on.ask('go on');
  expect(lastRequest(on)).toContain('SHORT');
  expect(lastRequest(on)).not.toContain('The deadline is Friday.');
});
