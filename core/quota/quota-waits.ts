// Runs that wait for the limit of a provider to reset. The wait is stored, so it also ends after a restart, and exactly once.
import { defined } from '#contract/types/defined.ts';
import type { QuotaOutcome, QuotaWait } from '#contract/types/quota.ts';
import type { SessionEventDraft } from '#contract/sessions/session-events.ts';
import type { QuotaPause } from '#contract/sessions/session-view.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import { GATEWAY, formatPrincipal, type Principal } from '../principal.ts';
import { getOptions, setPhase, type ActiveRun, type LimitedModel, type QuotaGate } from '../runs/active-run.ts';
import { commitWithRetry } from '../runs/commit-with-retry.ts';
import { parseModel, type ModelChoice } from '../runs/model-choice.ts';
import { untilAborted } from '../runs/wait.ts';
import type { SessionCache } from '../sessions/session-cache.ts';

/** How often a waiting run checks the clock, ms: timers pause while the computer sleeps. */
const RECHECK_MS = 60_000;

/** Decisions about runs that wait for a limit to reset. */
export interface QuotaFacet {
  /** Why the run of a session waits; undefined if it doesn't. */
  find(sessionKey: string): QuotaPause | undefined;
  /** Continues a waiting run now, with another model (`provider/model`) if one is given. @throws `RUN_NOT_WAITING` */
  continueRun(waitId: string, model: string | undefined, by: Principal): Promise<void>;
}

interface Waiting {
  readonly run: ActiveRun;
  readonly wake: () => void;
}

/** Makes runs wait, and lets people continue them. */
export class QuotaWaits implements QuotaGate, QuotaFacet {
  readonly #ports: Pick<EnginePorts, 'clock' | 'ids' | 'providers'>;
  readonly #sessions: Pick<SessionCache, 'peek'>;
  readonly #waiting = new Map<string, Waiting>();

  constructor(ports: Pick<EnginePorts, 'clock' | 'ids' | 'providers'>, sessions: Pick<SessionCache, 'peek'>) {
    this.#ports = ports;
    this.#sessions = sessions;
  }

  canWait(run: ActiveRun, resumesAtMs: number): boolean {
    const { verbatimHistory, timeoutMs } = getOptions(run);
    // A program that uses the API handles the error itself.
    if (verbatimHistory === true) return false;
    return timeoutMs === undefined || run.startedAt + timeoutMs > resumesAtMs;
  }

  async begin(run: ActiveRun, { choice, resumesAtMs, error }: LimitedModel): Promise<void> {
    const providerName = await this.#findName(choice.provider, run.actor.ownerId);
    const waitId = this.#ports.ids.next();
    const wait: QuotaWait = { waitId, ...choice, providerName, resumesAtMs, message: error.message };
    const { messageId: closesMessage } = run.actor.live;
    await commitWithRetry(run, () => ({
      events: [{ type: 'quota.waiting', runId: run.runId, wait }],
      ...defined({ closesMessage }),
    }));
    run.actor.live.closeMessage();
  }

  async wait(run: ActiveRun): Promise<void> {
    const pause = run.actor.view.run?.quota;
    if (pause === undefined) return;
    const { waitId, resumesAtMs } = pause;
    const woken = Promise.withResolvers<void>();
    this.#waiting.set(waitId, { run, wake: woken.resolve });
    setPhase(run, 'quota', undefined, resumesAtMs);
    try {
      await run.slot.whileWaiting(() => this.#untilResolved(run, pause, woken.promise));
    } finally {
      this.#waiting.delete(waitId);
    }
  }

  find(sessionKey: string): QuotaPause | undefined {
    return this.#sessions.peek(sessionKey)?.view.run?.quota;
  }

  async continueRun(waitId: string, model: string | undefined, by: Principal): Promise<void> {
    const waiting = this.#waiting.get(waitId);
    const pause = waiting?.run.actor.view.run?.quota;
    if (waiting === undefined || pause?.waitId !== waitId) throw notWaiting();
    const { actor, runId } = waiting.run;
    const chosen = model === undefined ? undefined : requireModel(model);
    // Reports what is missing before the run tries the model.
    if (chosen !== undefined) await this.#ports.providers.open(chosen.provider, actor.ownerId);
    const outcome = chosen === undefined ? 'continued' : 'model';
    const events = await actor.commit(({ view }) =>
      view.run?.quota?.waitId === waitId ? { events: [resolved(pause, runId, outcome, by, chosen)] } : undefined,
    );
    if (events.length === 0) throw notWaiting();
    waiting.wake();
  }

  async #untilResolved(run: ActiveRun, pause: QuotaPause, woken: Promise<void>): Promise<void> {
    const isWaiting = (): boolean => run.actor.view.run?.quota?.waitId === pause.waitId;
    while (!run.signal.aborted && isWaiting()) {
      const left = pause.resumesAtMs - this.#ports.clock.now();
      if (left <= 0) {
        await commitWithRetry(run, () =>
          isWaiting() ? { events: [resolved(pause, run.runId, 'reset', GATEWAY)] } : undefined,
        );
        return;
      }
      const elapsed = Promise.withResolvers<void>();
      const cancel = this.#ports.clock.after(Math.min(left, RECHECK_MS), elapsed.resolve);
      await untilAborted(Promise.race([woken, elapsed.promise]), run.signal);
      cancel();
    }
  }

  async #findName(provider: string, userId: string): Promise<string> {
    const known = await this.#ports.providers.list(false, userId).catch(() => []);
    return known.find(({ id }) => id === provider)?.title ?? provider;
  }
}

function resolved(
  { waitId, provider, model }: QuotaPause,
  runId: string,
  outcome: QuotaOutcome,
  by: Principal,
  chosen: ModelChoice = { provider, model },
): SessionEventDraft {
  return { type: 'quota.resolved', runId, waitId, outcome, ...chosen, resolvedBy: formatPrincipal(by) };
}

function requireModel(model: string): ModelChoice {
  const choice = parseModel(model);
  if (choice !== undefined) return choice;
  throw invalidRequest(`"${model}" isn't a model.`, 'INVALID_MODEL', 'Use the form "provider/model".');
}

function notWaiting() {
  const hint = 'The run may have continued or ended already. Waiting sessions have `quota` in `sessions.list`.';
  return invalidRequest('No waiting run has this ID.', 'RUN_NOT_WAITING', hint);
}
