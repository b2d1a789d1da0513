// Questions that agents ask the user, and their answers.
import { invalidRequest } from '#contract/wire/errors.ts';
import { sleep } from '#core/runs/wait.ts';
import type { QuestionRecord } from '#contract/types/questions.ts';
import { defineHandlers } from '../../server/dispatch/handler.ts';
import { questionShape } from '../../openclaw/question-shapes.ts';
import type { GatewayServices } from '../../server/services.ts';

const DEFAULT_WAIT_MS = 30_000;
const MAX_WAIT_MS = 10 * 60_000;

export const QUESTION_HANDLERS = defineHandlers({
  'question.list': (_params, { engine }) => ({ questions: engine.questions.pending().map(questionShape) }),

  'question.get': ({ id }, { services }) => ({ question: questionShape(requireQuestion(id, services)) }),

  async 'question.resolve'(params, { engine, by }) {
    if ('cancel' in params) {
      await engine.questions.resolve({ id: params.id, by });
      return { status: 'cancelled' };
    }
    const { answers } = params.answers;
    await engine.questions.resolve({ id: params.id, answers, by });
    return { status: 'answered', answers: { answers } };
  },

  async 'question.waitAnswer'({ id, timeoutMs = DEFAULT_WAIT_MS }, { services }) {
    requireQuestion(id, services);
    await waitForEnd(id, Math.min(timeoutMs, MAX_WAIT_MS), services);
    const { status, answers = {} } = requireQuestion(id, services);
    return status === 'answered' ? { status, answers: { answers } } : { status };
  },
});

/** Waits until a question is resolved, or the time is up. */
async function waitForEnd(id: string, waitMs: number, { engine, clock }: GatewayServices): Promise<void> {
  if (engine.questions.get(id)?.status !== 'pending') return;
  const resolved = new AbortController();
  const stop = engine.onNotice((notice) => {
    if (notice.kind !== 'event' || notice.event.type !== 'question.resolved') return;
    if (notice.event.questionSetId === id) resolved.abort();
  });
  await sleep(clock, waitMs, resolved.signal);
  stop();
}

function requireQuestion(id: string, { engine }: GatewayServices): QuestionRecord {
  const question = engine.questions.get(id);
  if (question === undefined)
    throw invalidRequest(
      'This question was already answered or has expired.',
      'QUESTION_NOT_FOUND',
      'See question.list.',
    );
  return question;
}
