import { describe, expect, it } from 'vitest';
import { harness, KEY, type Harness } from '#tests/support/core/engine-harness.ts';
import { settle } from '#tests/support/core/manual-clock.ts';
import { copyOf } from '#tests/support/core/memory-store.ts';
import { calls, says, type ScriptedCall } from '#tests/support/core/scripted-provider.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';

const COLOUR = {
  question: 'Which colour?',
  header: 'Colour of the door',
  options: [{ label: 'Red' }, { label: 'Blue', description: 'like the sea' }],
};
const TWO = { questions: [COLOUR, { question: 'How high?' }] };
const asks = (input: Record<string, unknown>): readonly ScriptedCall[] => [
  calls([{ id: 'a', name: 'ask', input }]),
  says('Thank you.'),
];

async function asked(input: Record<string, unknown> = { questions: [COLOUR] }): Promise<Harness> {
  const play = harness(asks(input));
  await play.send('paint it', { runId: 'run' });
  await settle();
  return play;
}

const onlyPending = (play: Harness) => {
  const [question, ...more] = play.engine.questions.pending();
  expect(more).toEqual([]);
  if (question === undefined) throw new Error('nothing was asked');
  return question;
};
const resultText = (play: Harness) =>
  play
    .events()
    .flatMap((event) => (event.type === 'tool.finished' ? [event.text] : []))
    .join('\n');

describe('a question from an agent', () => {
  it('is listed while it waits, and its answer is sent to the model', async () => {
    const play = await asked(TWO);
    const question = onlyPending(play);
    expect(question).toMatchObject({ sessionKey: KEY, runId: 'run', agentId: 'main', status: 'pending' });
    expect(question.questions).toEqual([
      { questionId: 'q1', ...COLOUR, header: 'Colour of th', isOther: true },
      { questionId: 'q2', header: '', question: 'How high?', options: [], isOther: true },
    ]);
    const answers = { q1: ['Blue'], q2: ['two metres'] };
    const resolved = await play.engine.questions.resolve({ id: question.id, answers, by: testPrincipal('me') });
    expect(resolved).toMatchObject({ status: 'answered', answers });
    expect(await play.engine.runs.wait('run', 1_000)).toMatchObject({ status: 'done', text: 'Thank you.' });
    expect(JSON.stringify(play.providers.requests[1]?.messages)).toContain(
      'Which colour?\\nAnswer: Blue\\n\\nHow high?\\nAnswer: two metres',
    );
    expect(play.engine.questions.pending()).toEqual([]);
    expect(play.engine.questions.get(question.id)).toMatchObject({ status: 'answered', answers });
  });

  it('is answered once: the first answer wins', async () => {
    const play = await asked();
    const { id } = onlyPending(play);
    const give = (label: string) =>
      play.engine.questions.resolve({ id, answers: { q1: [label] }, by: testPrincipal('me') });
    const outcomes = await Promise.allSettled([give('Red'), give('Blue')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(play.types().filter((type) => type === 'question.resolved')).toHaveLength(1);
    expect(resultText(play)).toContain('Answer: Red');
  });

  it.each([
    ['no answer to one of them', { q1: ['Red'] }],
    ['an empty answer', { q1: ['Red'], q2: [' '] }],
    ['two answers where one is wanted', { q1: ['Red', 'Blue'], q2: ['1'] }],
    ['an answer to what was not asked', { q1: ['Red'], q2: ['1'], q3: ['?'] }],
    ['a book as an answer', { q1: ['Red'], q2: ['x'.repeat(5_000)] }],
  ])('rejects %s and keeps waiting', async (_what, answers) => {
    const play = await asked(TWO);
    const { id } = onlyPending(play);
    await expect(play.engine.questions.resolve({ id, answers, by: testPrincipal('me') })).rejects.toMatchObject({
      extras: { details: { code: 'QUESTION_ANSWER_INVALID' } },
    });
    expect(onlyPending(play).id).toBe(id);
  });

  it('lets the agent continue if it is dismissed or expires', async () => {
    const refused = await asked();
    await refused.engine.questions.resolve({ id: onlyPending(refused).id, by: testPrincipal('me') });
    expect(await refused.engine.runs.wait('run', 1_000)).toMatchObject({ status: 'done' });
    expect(resultText(refused)).toContain('declined to answer');
    const late = await asked();
    await late.clock.advance(24 * 3_600_000);
    expect(await late.engine.runs.wait('run', 1_000)).toMatchObject({ status: 'done' });
    expect(resultText(late)).toContain('expired without an answer');
  });

  it('is canceled when the run is stopped', async () => {
    const play = await asked();
    const { id } = onlyPending(play);
    await play.engine.runs.abort(KEY);
    expect(await play.engine.runs.wait('run', 1_000)).toMatchObject({ status: 'aborted' });
    expect(play.types().slice(-2)).toEqual(['question.resolved', 'run.ended']);
    await expect(
      play.engine.questions.resolve({ id, answers: { q1: ['Red'] }, by: testPrincipal('me') }),
    ).rejects.toThrow('No pending question');
  });

  it('survives a restart under the same ID, and its answer is sent to the model', async () => {
    const play = await asked();
    const before = onlyPending(play);
    await play.engine.stop();
    const again = harness([says('Blue it is.')], { store: copyOf(play.store) });
    await again.engine.recover();
    await settle();
    expect(onlyPending(again)).toEqual(before);
    await again.engine.questions.resolve({ id: before.id, answers: { q1: ['Blue'] }, by: testPrincipal('me') });
    expect(await again.engine.runs.wait('run', 1_000)).toMatchObject({ status: 'done', text: 'Blue it is.' });
    expect(again.types().filter((type) => type === 'question.asked')).toHaveLength(1);
  });

  it('is rejected if it is invalid, and the model gets the reason', async () => {
    const play = harness([
      calls([{ id: 'a', name: 'ask', input: { questions: [] } }]),
      calls([{ id: 'b', name: 'ask', input: { questions: [{ question: ' ' }] } }]),
      calls([
        { id: 'c', name: 'ask', input: { questions: [{ question: 'x', options: [{ label: 'a' }, { label: 'a' }] }] } },
      ]),
      says('I see.'),
    ]);
    await play.ask('go');
    expect(resultText(play)).toMatch(/1 to 3 entries[^]*1 to 2000 characters[^]*unique/);
    expect(play.types()).not.toContain('question.asked');
  });
});
