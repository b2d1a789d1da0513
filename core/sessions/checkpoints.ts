// Checkpoints of long sessions: the end of a conversation is read without its log, of which only the newest events are folded.
// They are a cache. If one is missing, old, or of another version of the fold, the log decides (decision 0031).
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import { FOLD_VERSION, foldSession } from '#contract/sessions/session-fold.ts';
import type { SessionView } from '#contract/sessions/session-view.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { SessionCheckpoint } from '../ports/sessions-store.ts';
import type { SessionActor } from './session-actor.ts';
import { takeWindow } from './view-window.ts';

/** A shorter log is read about as fast as a checkpoint. */
const MIN_EVENTS = 1_000;
/** Events after which a checkpoint is replaced, so that its size matters little beside theirs. */
const EVENTS_BETWEEN = 200;
/** Events after a checkpoint beyond which the whole log is read instead. */
const MAX_NEW_EVENTS = 1_000;
/** Items in a checkpoint: those that the app shows first, and some more. */
const KEPT_ITEMS = 80;
/** Time after which a due checkpoint is saved, ms. Until then, the host has more urgent work. */
const SAVE_DELAY_MS = 1_000;

/** The last items of a conversation with its state. */
export interface SessionEnd {
  readonly view: SessionView;
  readonly hasOlder: boolean;
}

/** Reads and saves checkpoints. */
export class Checkpoints {
  readonly #ports: Pick<EnginePorts, 'store' | 'clock' | 'log'>;
  readonly #isCurrent: (actor: SessionActor) => boolean;
  /** The last event of each saved one. */
  readonly #saved = new WeakMap<SessionActor, number>();

  /** `isCurrent`: whether the actor is still that of its session, which may have been removed and created again. */
  constructor(ports: Pick<EnginePorts, 'store' | 'clock' | 'log'>, isCurrent: (actor: SessionActor) => boolean) {
    this.#ports = ports;
    this.#isCurrent = isCurrent;
  }

  /** The stored session with at least its last `limit` items. Undefined if only the log can tell. */
  async readEnd(key: string, limit: number): Promise<SessionEnd | undefined> {
    const { sessions } = this.#ports.store;
    const lastSeq = (await sessions.get(key))?.lastSeq ?? 0;
    if (lastSeq < MIN_EVENTS) return undefined;
    const checkpoint = await sessions.checkpoint(key);
    if (checkpoint === undefined) return undefined;
    const missing = lastSeq - checkpoint.seq;
    if (missing < 0 || missing > MAX_NEW_EVENTS) return undefined;
    const events = missing === 0 ? [] : await sessions.events(key, checkpoint.seq + 1, missing);
    const end = continueFrom(checkpoint, events);
    if (end?.view.seq !== lastSeq) return undefined;
    return end.hasOlder && end.view.items.length < limit ? undefined : end;
  }

  /** Call after the session was folded from its log: saves a checkpoint if the stored one is of little use. */
  async loaded(actor: SessionActor): Promise<void> {
    if (actor.view.seq < MIN_EVENTS) return;
    const stored = await this.#ports.store.sessions.checkpoint(actor.key);
    // One that is ahead of the log doesn't belong to it, so it is replaced.
    if (stored?.foldVersion === FOLD_VERSION && stored.seq <= actor.view.seq) this.#saved.set(actor, stored.seq);
    this.#saveIfDue(actor);
  }

  /** Call after each event of a session in memory. */
  follow(event: SessionEvent, actor: SessionActor): void {
    if (changesBranch(event)) this.#saved.delete(actor);
    if (event.type === 'run.ended') this.#saveIfDue(actor);
  }

  #saveIfDue(actor: SessionActor): void {
    const { seq } = actor.view;
    if (seq < MIN_EVENTS || seq - (this.#saved.get(actor) ?? 0) < EVENTS_BETWEEN) return;
    this.#saved.set(actor, seq);
    this.#ports.clock.after(SAVE_DELAY_MS, () => void this.#save(actor));
  }

  async #save(actor: SessionActor): Promise<void> {
    if (!this.#isCurrent(actor)) return;
    try {
      await this.#ports.store.sessions.saveCheckpoint(actor.key, toCheckpoint(actor.view, actor.isTrimmed));
    } catch (error) {
      // Nothing is lost, and other writes report that the disk is full.
      this.#saved.delete(actor);
      this.#ports.log.debug('A checkpoint was not saved.', { session: actor.key, error: errorMessage(error) });
    }
  }
}

/** The checkpoint of a session. `isTrimmed`: `view` doesn't contain its older items. */
export function toCheckpoint(view: SessionView, isTrimmed: boolean): SessionCheckpoint {
  return { seq: view.seq, foldVersion: FOLD_VERSION, ...takeWindow(view, KEPT_ITEMS, isTrimmed) };
}

/** Folds the events after a checkpoint. Undefined if they concern more than it contains, or don't continue it. */
export function continueFrom(
  { seq, foldVersion, view, hasOlder }: SessionCheckpoint,
  events: readonly SessionEvent[],
): SessionEnd | undefined {
  if (foldVersion !== FOLD_VERSION || view.seq !== seq) return undefined;
  if (events.some((event, index) => event.seq !== seq + 1 + index || changesBranch(event))) return undefined;
  return {
    view: events.reduce(foldSession, view),
    hasOlder: hasOlder && !events.some(({ type }) => type === 'reset'),
  };
}

/** Whether older messages end the conversation afterward. Other events change at most some that aren't in a checkpoint. */
function changesBranch({ type }: SessionEvent): boolean {
  return type === 'rewound' || type === 'branch.switched';
}
