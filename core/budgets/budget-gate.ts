// The check before each model request: within a run, it pauses the run until there is room; elsewhere, the call is skipped.
import type { BudgetPause } from '#contract/sessions/session-view.ts';
import type { BudgetOutcome, SessionEventDraft } from '#contract/sessions/session-events.ts';
import type { PausedRun } from '#contract/types/budgets.ts';
import { defined } from '#contract/types/defined.ts';
import { invalidRequest, type GatewayError } from '#contract/wire/errors.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { BudgetRecord } from '../ports/budget-store.ts';
import type { ModelRequest } from '../ports/provider.ts';
import { GATEWAY, formatPrincipal, type Principal } from '../principal.ts';
import { setPhase, type ActiveRun, type BudgetGate } from '../runs/active-run.ts';
import { commitWithRetry } from '../runs/commit-with-retry.ts';
import type { ModelChoice } from '../runs/model-choice.ts';
import { findSchedule } from '../runs/find-schedule.ts';
import { RunLimit } from '../runs/run-limit.ts';
import { untilAborted } from '../runs/wait.ts';
import type { SessionActor } from '../sessions/session-actor.ts';
import { findPrice } from '../usage/prices.ts';
import type { BudgetLedger, ReachedBudget, Reservation } from './budget-ledger.ts';
import type { BudgetSubject, CountedWindow } from './budget-window.ts';
import { BUDGET_REACHED, describeStop, stoppedAtBudget } from './describe-stop.ts';
import { estimateRequest, type RequestEstimate } from './estimate-request.ts';

/** A new day or month can make room: how often a paused run looks, ms. */
const RECHECK_MS = 60_000;

/** A run that waits for a decision. */
export interface WaitingRun {
  readonly run: ActiveRun;
  readonly record: BudgetRecord;
  readonly window: CountedWindow;
  /** Who raised the budget since. */
  raisedBy: Principal | undefined;
}

/** Checks requests against the ledger. */
export class RunBudgets implements BudgetGate {
  readonly #ports: Pick<EnginePorts, 'clock' | 'config' | 'models' | 'ids'>;
  readonly #ledger: BudgetLedger;
  readonly #changed: () => void;
  readonly #waiting = new Map<string, WaitingRun>();

  /** `changed` is called when a run pauses or continues. */
  constructor(
    ports: Pick<EnginePorts, 'clock' | 'config' | 'models' | 'ids'>,
    ledger: BudgetLedger,
    changed: () => void,
  ) {
    this.#ports = ports;
    this.#ledger = ledger;
    this.#changed = changed;
  }

  /** Paused runs, in the order in which they paused. */
  paused(): readonly PausedRun[] {
    return [...this.#waiting.values()].flatMap(({ run: { actor, runId } }) => {
      const pause = actor.view.run?.budget;
      if (pause === undefined || pause.stoppedBy !== undefined) return [];
      const title = actor.record?.title ?? actor.record?.derivedTitle ?? '';
      return [{ ...pause, runId, sessionKey: actor.key, agentId: actor.agentId, title }];
    });
  }

  /** A paused run. */
  find(stopId: string): WaitingRun | undefined {
    return this.#waiting.get(stopId);
  }

  async admit(run: ActiveRun, choice: ModelChoice, request: ModelRequest): Promise<void> {
    run.reservation?.release();
    const next = this.#estimate(choice, request);
    try {
      while (!run.signal.aborted) {
        const pause = run.actor.view.run?.budget;
        if (pause?.stoppedBy !== undefined) throw new RunLimit(stoppedAtBudget(pause));
        const changed = this.#ledger.nextChange;
        const answer = await this.#ledger.reserve(toSubject(run.actor, run.runId), next);
        if (answer.status === 'admitted') return await this.#continue(run, answer.reservation);
        if (answer.status === 'reached') await this.#pause(run, answer.reached);
        else setPhase(run, 'budget', 'Waiting for other requests to finish.');
        await run.slot.whileWaiting(() => this.#untilChange(run, changed));
      }
    } finally {
      this.#forget(run);
    }
  }

  async reserve(
    actor: SessionActor,
    runId: string,
    choice: ModelChoice,
    request: ModelRequest,
  ): Promise<Reservation | undefined> {
    const answer = await this.#ledger.reserve(toSubject(actor, runId), this.#estimate(choice, request));
    return answer.status === 'admitted' ? answer.reservation : undefined;
  }

  #estimate({ provider, model }: ModelChoice, request: ModelRequest): RequestEstimate {
    const { models, config } = this.#ports;
    return estimateRequest(request, findPrice(models, provider, model, config.settings().prices));
  }

  /** The pause is stored, so that the run waits again after a restart. */
  async #pause(run: ActiveRun, { record, window, stop }: ReachedBudget): Promise<void> {
    const { actor, runId } = run;
    if (actor.view.run?.runId !== runId) throw notAllowed({ ...stop, stopId: '' });
    const known = actor.view.run.budget;
    if (known?.budgetId !== record.id) {
      const stopId = this.#ports.ids.next();
      const reached: SessionEventDraft = { type: 'budget.reached', runId, stop: { ...stop, stopId } };
      const { messageId: closesMessage } = actor.live;
      await commitWithRetry(run, ({ view }) => ({
        events: [...resolved(view.run?.budget, runId, 'cleared', GATEWAY), reached],
        ...defined({ closesMessage }),
      }));
      actor.live.closeMessage();
    }
    const pause = actor.view.run?.budget;
    if (pause === undefined) return;
    const waiting = this.#waiting.get(pause.stopId);
    if (waiting === undefined) {
      this.#forget(run);
      this.#waiting.set(pause.stopId, { run, record, window, raisedBy: undefined });
      this.#changed();
    } else waiting.raisedBy = undefined;
    setPhase(run, 'budget', describeStop(pause));
  }

  async #continue(run: ActiveRun, reservation: Reservation): Promise<void> {
    run.reservation = reservation;
    const pause = run.actor.view.run?.budget;
    if (pause === undefined) return;
    const by = this.#waiting.get(pause.stopId)?.raisedBy;
    const outcome = by === undefined ? 'cleared' : 'raised';
    await commitWithRetry(run, ({ view }) => ({
      events: resolved(view.run?.budget, run.runId, outcome, by ?? GATEWAY),
    }));
  }

  async #untilChange(run: ActiveRun, changed: Promise<void>): Promise<void> {
    const elapsed = Promise.withResolvers<void>();
    const cancel = this.#ports.clock.after(RECHECK_MS, elapsed.resolve);
    await untilAborted(Promise.race([changed, elapsed.promise]), run.signal);
    cancel();
  }

  #forget(run: ActiveRun): void {
    const mine = [...this.#waiting].filter(([, waiting]) => waiting.run === run);
    for (const [stopId] of mine) this.#waiting.delete(stopId);
    if (mine.length > 0) this.#changed();
  }
}

/** The event that ends a pause; none if the run isn't paused. */
export function resolved(
  pause: BudgetPause | undefined,
  runId: string,
  outcome: BudgetOutcome,
  by: Principal,
): readonly SessionEventDraft[] {
  if (pause === undefined) return [];
  return [{ type: 'budget.resolved', runId, stopId: pause.stopId, outcome, resolvedBy: formatPrincipal(by) }];
}

function toSubject(actor: SessionActor, runId: string): BudgetSubject {
  const { key: sessionKey, agentId, ownerId, record } = actor;
  const scheduleId = findSchedule(actor.view, runId);
  return { ownerId, runId, sessionKey, agentId, ...defined({ projectId: record?.projectId, scheduleId }) };
}

/** For a call that a person waits for. */
function notAllowed(stop: Parameters<typeof describeStop>[0]): GatewayError {
  return invalidRequest(describeStop(stop), BUDGET_REACHED, 'Raise the budget on the Usage page.');
}
