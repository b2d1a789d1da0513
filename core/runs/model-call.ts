// One model call of a run: retries with backoff and fallback to the agent's next model, in this one place.
import { defined } from '#contract/types/defined.ts';
import { EMPTY_SESSION } from '#contract/sessions/session-fold.ts';
import { GatewayError, errorMessage } from '#contract/wire/errors.ts';
import type { ModelFailure, ModelRequest, Provider } from '../ports/provider.ts';
import { recordRequest } from '../timeline/record-request.ts';
import { priced, usageRecord } from '../usage/usage-record.ts';
import { setPhase, type ActiveRun } from './active-run.ts';
import type { ModelChoice } from './model-choice.ts';
import { commitWithRetry } from './commit-with-retry.ts';
import { streamMessage, type StreamFailed, type StreamOutcome } from './stream-message.ts';
import { sleep } from './wait.ts';

/** The result of a model call; `choice` is the model that answered, or failed last. */
export type AnsweredCall = StreamOutcome & { readonly choice: ModelChoice };

/** `waits`: the run has to wait for a provider's limit to reset. */
type CallOutcome = AnsweredCall | { readonly type: 'waits' };

/** Delay before the first retry, ms; it doubles with each retry. */
const FIRST_PAUSE_MS = 500;
/** Longest delay that a server may request, ms; beyond it the next model is tried, and after the last one, the run waits visibly. */
const MAX_PAUSE_MS = 60_000;

const RETRIED: ReadonlySet<ModelFailure['code']> = new Set([
  'rate-limit',
  'overloaded',
  'network',
  'timeout',
  'bad-response',
]);
/** Failures for which trying another model is pointless. */
const FINAL: ReadonlySet<ModelFailure['code']> = new Set(['aborted', 'refused', 'context-too-long']);

/** Calls the chain's models until one answers. */
export async function callModel(
  run: ActiveRun,
  chain: readonly [ModelChoice, ...ModelChoice[]],
  build: (choice: ModelChoice) => ModelRequest,
): Promise<CallOutcome> {
  for (;;) {
    const choice = chain[run.modelIndex] ?? chain[0];
    const outcome = await withRetries(run, choice, build);
    if (outcome.type === 'done' || FINAL.has(outcome.error.code)) return { ...outcome, choice };
    noteLimit(run, choice, outcome.error);
    const next = chain[run.modelIndex + 1];
    if (next === undefined) return (await waitForLimit(run, chain)) ? { type: 'waits' } : { ...outcome, choice };
    run.modelIndex += 1;
    await commitWithRetry(run, () => ({
      events: [{ type: 'run.fallback', runId: run.runId, ...next, error: outcome.error }],
    }));
  }
}

/** Remembers until when a provider's limit applies. */
function noteLimit(run: ActiveRun, choice: ModelChoice, error: ModelFailure): void {
  const { code, retryAfterMs = 0 } = error;
  const name = `${choice.provider}/${choice.model}`;
  if (code !== 'rate-limit' || retryAfterMs <= MAX_PAUSE_MS) run.limited.delete(name);
  else run.limited.set(name, { choice, error, resumesAtMs: run.ports.clock.now() + retryAfterMs });
}

/** Lets the run wait for the model of the chain whose limit resets first. False if none has a limit, or it can't wait. */
async function waitForLimit(run: ActiveRun, chain: readonly ModelChoice[]): Promise<boolean> {
  const limited = chain.flatMap(({ provider, model }) => run.limited.get(`${provider}/${model}`) ?? []);
  const [first] = limited.toSorted((a, b) => a.resumesAtMs - b.resumesAtMs);
  if (first === undefined || !run.quota.canWait(run, first.resumesAtMs)) return false;
  await run.quota.begin(run, first);
  return true;
}

async function withRetries(
  run: ActiveRun,
  choice: ModelChoice,
  build: (choice: ModelChoice) => ModelRequest,
): Promise<StreamOutcome> {
  const provider = await openProvider(run, choice);
  if ('code' in provider)
    return { type: 'failed', messageId: run.ports.ids.next(), error: provider, content: [], durationMs: 0 };
  const { modelRetries } = run.ports.config.settings().limits;
  for (let attempt = 0; ; attempt += 1) {
    const request = build(choice);
    await run.budgets.admit(run, choice, request);
    if (run.signal.aborted) return notSent(run, choice);
    const sent = { purpose: 'turn', at: run.ports.clock.now(), seq: run.actor.view.seq, attempt: attempt + 1 } as const;
    const outcome = await streamMessage(run, provider, choice, request);
    const { durationMs, usage } = outcome;
    const error = outcome.type === 'failed' ? outcome.error : undefined;
    const counted = defined({ usage: usage && priced(run.ports, choice, usage), error });
    await recordRequest(run, choice, request, { ...sent, durationMs, ...counted });
    if (outcome.type === 'done') return outcome;
    await recordFailedCall(run, choice, outcome);
    run.reservation?.release();
    logFailure(run, choice, outcome, attempt);
    const pause = outcome.error.retryAfterMs ?? FIRST_PAUSE_MS * 2 ** attempt;
    if (!RETRIED.has(outcome.error.code) || attempt >= modelRetries || pause > MAX_PAUSE_MS) return outcome;
    const detail = `${outcome.error.message} Retrying (${attempt + 1} of ${modelRetries}).`;
    setPhase(run, 'retry', detail, run.ports.clock.now() + pause);
    await run.slot.whileWaiting(() => sleep(run.ports.clock, pause, run.signal));
    if (run.signal.aborted) return { ...outcome, error: { ...outcome.error, code: 'aborted' } };
  }
}

/** The run was stopped before the request. */
function notSent(run: ActiveRun, choice: ModelChoice): StreamFailed {
  const error = { code: 'aborted', message: 'Stopped.', ...choice } as const;
  return { type: 'failed', messageId: run.ports.ids.next(), error, content: [], durationMs: 0 };
}

function logFailure(run: ActiveRun, choice: ModelChoice, { error, durationMs }: StreamFailed, attempt: number): void {
  if (error.code === 'aborted') return;
  const { code, message, httpStatus } = error;
  const call = { runId: run.runId, sessionKey: run.actor.key, ...choice, attempt: attempt + 1, durationMs };
  run.ports.log.warn('Model call failed.', { ...call, code, httpStatus, error: message });
}

async function openProvider(run: ActiveRun, choice: ModelChoice): Promise<Provider | ModelFailure> {
  try {
    return await run.ports.providers.open(choice.provider, run.actor.ownerId);
  } catch (error) {
    const hint = error instanceof GatewayError ? error.extras.details?.hint : undefined;
    return { code: 'auth', message: errorMessage(error), ...choice, ...defined({ hint }) };
  }
}

/** A call that failed after the server had counted tokens was still billed. A stopped one counts in any case. */
async function recordFailedCall(run: ActiveRun, choice: ModelChoice, { usage, error }: StreamFailed): Promise<void> {
  const counted = usage ?? (error.code === 'aborted' ? EMPTY_SESSION.usage : undefined);
  if (counted === undefined) return;
  await commitWithRetry(run, () => ({ events: [], usage: usageRecord(run, choice, counted) }));
}
