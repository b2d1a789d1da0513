// Sends a message to the engine and follows its run to the end.
import type { Usage } from '#contract/types/content.ts';
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import type { Engine } from '../engine/engine.ts';
import type { RunOutcome, SendRequest } from '../engine/runs-facet.ts';

/** The engine facets that jobs use. */
export type RunEngine = Pick<Engine, 'runs' | 'sessions' | 'onNotice'>;

type RunName = Pick<SendRequest, 'sessionKey' | 'runId'>;

/** The outcome of a run. */
export interface RunFacts {
  readonly outcome: Pick<RunOutcome, 'status' | 'text' | 'error'>;
  readonly provider?: string;
  readonly model?: string;
  readonly usage?: Usage;
}

const WITHDRAWN: RunFacts = { outcome: { status: 'aborted', text: '' } };
const SECOND_MS = 1_000;

/** Sends a message and waits for the end of the run that answers it. Undefined when the engine stopped before. @throws {GatewayError} */
export async function sendAndFollow(
  engine: RunEngine,
  request: SendRequest,
  timeoutMs: number,
  sent: () => Promise<void> = async () => {},
): Promise<RunFacts | undefined> {
  return watching(engine, request, async (watch) => {
    await engine.runs.send(request);
    await sent();
    return toEnd(engine, request, timeoutMs, watch);
  });
}

/** The same for a run that was sent by a previous process. */
export async function followToEnd(engine: RunEngine, run: RunName, timeoutMs: number): Promise<RunFacts | undefined> {
  return watching(engine, run, (watch) => toEnd(engine, run, timeoutMs, watch));
}

async function watching<T>(
  engine: RunEngine,
  { sessionKey, runId }: RunName,
  work: (watch: RunWatch) => Promise<T>,
): Promise<T> {
  const watch = new RunWatch(runId);
  const stop = engine.onNotice((notice) => {
    if (notice.kind === 'event' && notice.sessionKey === sessionKey) watch.event(notice.event);
  });
  return work(watch).finally(stop);
}

async function toEnd(
  engine: RunEngine,
  { sessionKey, runId }: RunName,
  timeoutMs: number,
  watch: RunWatch,
): Promise<RunFacts | undefined> {
  const outcome = await Promise.race([engine.runs.wait(runId, timeoutMs), watch.withdrawn]);
  if (outcome === 'withdrawn') return WITHDRAWN;
  if (outcome !== undefined) return { outcome, ...watch.facts };
  // If there is nothing to stop, the engine is shutting down or the message is queued: leave it alone.
  const stopped = await engine.runs.abort(sessionKey, runId);
  if (stopped.length === 0) return undefined;
  const message = `The run was stopped after ${Math.round(timeoutMs / SECOND_MS)} s.`;
  return { outcome: { status: 'failed', text: '', error: { code: 'TIMEOUT', message } }, ...watch.facts };
}

/** Collects the events of one run. */
class RunWatch {
  readonly withdrawn: Promise<'withdrawn'>;
  facts: Omit<RunFacts, 'outcome'> = {};
  readonly #runId: string;
  #messageId: string | undefined;
  #cancel: (value: 'withdrawn') => void = () => {};

  constructor(runId: string) {
    this.#runId = runId;
    this.withdrawn = new Promise((resolve) => (this.#cancel = resolve));
  }

  event(event: SessionEvent): void {
    if (event.type === 'message.withdrawn' && event.messageId === this.#messageId) this.#cancel('withdrawn');
    if (!('runId' in event) || event.runId !== this.#runId) return;
    if (event.type === 'message.accepted') this.#messageId = event.messageId;
    if (event.type === 'run.started' || event.type === 'run.fallback')
      this.facts = { ...this.facts, provider: event.provider, model: event.model };
    if (event.type === 'run.ended') this.facts = { ...this.facts, usage: event.usage };
  }
}
