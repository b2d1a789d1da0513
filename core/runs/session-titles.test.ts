// Automatic titles of sessions, over an engine with a scripted model.
// Proves: SE-11
import { describe, expect, it } from 'vitest';
import { KEY, harness, type Harness, type HarnessOptions } from '#tests/support/core/engine-harness.ts';
import { settle } from '#tests/support/core/manual-clock.ts';
import { fails, hangs, says, SCRIPTED_USAGE, waits } from '#tests/support/core/scripted-provider.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { TITLE_INSTRUCTION } from './read-title.ts';

const ON: HarnessOptions = { titles: { automatic: true } };
const ME = testPrincipal('me');

async function readShownTitle({ engine }: Harness, key = KEY): Promise<string | undefined> {
  await settle();
  const record = await engine.sessions.get(key);
  return record?.title ?? record?.derivedTitle;
}

const titleCalls = ({ providers }: Harness) =>
  providers.requests.filter(({ system }) => system[0]?.startsWith(TITLE_INSTRUCTION));

describe('automatic titles', () => {
  it('names a session after its first answer with one small call that is not part of the conversation', async () => {
    const test = harness([says('It was the time zone.'), says('Fix the date test')], ON);
    await test.ask('The date test has been failing since yesterday, find out why');
    expect(await readShownTitle(test)).toBe('Fix the date test');
    const [call] = titleCalls(test);
    expect(call).toMatchObject({ model: 'one', maxOutput: 64, tools: [], thinking: 'off' });
    expect(JSON.stringify(call?.messages)).toContain('It was the time zone.');
    expect(JSON.stringify(test.events())).not.toContain('Fix the date test');
    expect(test.notices.at(-1)).toMatchObject({ kind: 'session', reason: 'patch', sessionKey: KEY });
    await test.ask('Thanks');
    expect(titleCalls(test)).toHaveLength(1);
    expect(await readShownTitle(test)).toBe('Fix the date test');
  });

  it('counts the tokens of the call', async () => {
    const test = harness([says('Yes.'), says('Short title')], ON);
    const outcome = await test.ask('Is it raining?');
    const runId = outcome?.runId;
    await settle();
    expect(test.store.tables.usage.map((row) => [row.runId, row.usage])).toEqual([
      [runId, SCRIPTED_USAGE],
      [runId, SCRIPTED_USAGE],
    ]);
  });

  it('asks the model of the setting instead of that of the chat', async () => {
    const test = harness([says('Yes.'), says('Short title')], { titles: { automatic: true, model: 'test/small' } });
    await test.ask('Is it raining?');
    await settle();
    expect(titleCalls(test)[0]?.model).toBe('small');
  });

  it('never replaces a title that a person chose, before the call or during it', async () => {
    const gate = Promise.withResolvers<void>();
    const test = harness([says('Yes.'), waits(gate.promise, 'Title of the model')], ON);
    await test.ask('Is it raining?');
    await test.engine.sessions.patch(KEY, { title: 'Mine' }, ME);
    gate.resolve();
    expect(await readShownTitle(test)).toBe('Mine');
    await test.ask('And now?');
    expect(titleCalls(test)).toHaveLength(1);
  });

  it('keeps the start of the first message if the call fails, and tries again after the next two answers', async () => {
    const failure = fails({ code: 'overloaded', message: 'Busy.' });
    const test = harness([says('One.'), failure, says('Two.'), says(''), says('Three.'), says('Rain today')], ON);
    await test.ask('Is it raining?');
    expect(await readShownTitle(test)).toBe('Is it raining?');
    await test.ask('Really?');
    expect(await readShownTitle(test)).toBe('Is it raining?');
    await test.ask('Sure?');
    expect(await readShownTitle(test)).toBe('Rain today');
  });

  it('gives up after three answers', async () => {
    const test = harness([], ON);
    for (let turn = 0; turn < 4; turn += 1) {
      test.providers.add(says('Yes.'), says(''));
      await test.ask(`Question ${turn}`);
      await settle();
    }
    expect(titleCalls(test)).toHaveLength(3);
  });

  it('aborts a call that takes too long', async () => {
    const test = harness([says('Yes.'), hangs('Slow')], ON);
    await test.ask('Is it raining?');
    await settle();
    expect(titleCalls(test)).toHaveLength(1);
    await test.clock.advance(20_000);
    expect(await readShownTitle(test)).toBe('Is it raining?');
    expect(test.clock.pending).toBe(0);
  });

  it('stops with the engine, and is done after the restart with the next answer', async () => {
    const first = harness([says('Yes.'), hangs()], ON);
    await first.ask('Is it raining?');
    await settle();
    await first.engine.stop();
    const second = harness([says('Still.'), says('Rain today')], { ...ON, store: first.store, clock: first.clock });
    await second.engine.recover();
    await second.ask('And now?');
    expect(await readShownTitle(second)).toBe('Rain today');
  });

  it('gives the conversation that follows a reset a new title', async () => {
    const gate = Promise.withResolvers<void>();
    const test = harness([says('Yes.'), waits(gate.promise, 'Rain'), says('No.'), says('Snow in May')], ON);
    await test.ask('Is it raining?');
    await test.engine.sessions.reset(KEY, ME);
    gate.resolve();
    await settle();
    await test.ask('Is it snowing?');
    expect(await readShownTitle(test)).toBe('Snow in May');
  });

  it.each([
    ['of a program', { sessionKey: 'agent:main:openai:1' }],
    ['of a schedule', { sessionKey: 'agent:main:cron:1' }],
  ])('leaves sessions %s alone', async (_what, { sessionKey }) => {
    const test = harness([says('Yes.')], ON);
    await test.ask('Is it raining?', { sessionKey });
    await settle();
    expect(titleCalls(test)).toHaveLength(0);
  });

  it('makes no call for a run that failed, for the demo, or when it is switched off', async () => {
    const failing = harness([fails({ code: 'auth', message: 'No key.' })], ON);
    await failing.ask('Is it raining?');
    const demo = harness([says('Hi.')], { ...ON, agent: { model: 'demo/script' } });
    await demo.ask('Is it raining?');
    const off = harness([says('Hi.')]);
    await off.ask('Is it raining?');
    await settle();
    expect([failing, demo, off].flatMap(titleCalls)).toEqual([]);
  });
});
