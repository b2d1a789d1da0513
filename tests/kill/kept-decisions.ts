// Decisions on the changes in a worktree. The host keeps those that it answered. One that it didn't answer was made completely or
// not at all: what the host says about it must be what its files show.
import type { ChangeOperation } from '#contract/types/changes.ts';
import { defined } from '#contract/types/defined.ts';

type State = ChangeOperation['state'];
type Listed = Pick<ChangeOperation, 'id' | 'state'>;

/** A decision or an undo whose result isn't known yet. The files are as JSON. */
interface OpenDecision {
  /** Absent until the host has answered a decision. */
  readonly id?: string;
  /** The files if the decision is done, and if it isn't. */
  readonly done: string;
  readonly notDone: string;
  /** What an undo makes of the decision. */
  readonly isUndo: boolean;
}

/** What the host says about the decisions, compared with what it answered. */
export interface DecisionFindings {
  readonly lost: readonly string[];
  readonly twice: readonly string[];
  /** What the files must be; absent if no decision was open. */
  readonly files?: string;
  /** Whether a decision is done that the host hasn't answered. */
  readonly isRecovered: boolean;
}

/** The decisions on the changes of one session. */
export class KeptDecisions {
  readonly #known = new Map<string, State>();
  #open: OpenDecision | undefined;

  /** A decision is about to be requested. */
  attempt(done: string, notDone: string): void {
    this.#open = { done, notDone, isUndo: false };
  }

  /** The host has answered. It may still have to carry the decision out. */
  answered({ id, state }: Listed): void {
    if (this.#open !== undefined) this.#open = { ...this.#open, id };
    this.#known.set(id, state);
  }

  /** The undo of a decision is about to be requested. */
  attemptUndo(id: string, done: string, notDone: string): void {
    this.#open = { id, done, notDone, isUndo: true };
  }

  /** The host has carried out or undone a decision, or can't. */
  settle({ id, state }: Listed): void {
    this.#known.set(id, state);
    this.#open = undefined;
  }

  /** The host refused the request, so nothing has changed. */
  refuse(): void {
    this.#open = undefined;
  }

  /** Compares the decisions with those that the host lists, which are the known ones from here on. */
  compare(listed: readonly Listed[]): DecisionFindings {
    const states = new Map(listed.map(({ id, state }) => [id, state]));
    const open = this.#open;
    const lost = [...this.#known]
      .filter(([id, state]) => id !== open?.id && states.get(id) !== state)
      .map(([id, state]) => `decision ${id}: ${state} became ${states.get(id) ?? 'nothing'}`);
    const fresh = listed.filter(({ id }) => !this.#known.has(id));
    const isExpected = fresh.length <= (open !== undefined && open.id === undefined ? 1 : 0);
    const twice = isExpected ? [] : fresh.map(({ id }) => `decision ${id}, which nobody requested`);
    const id = open?.id ?? fresh[0]?.id;
    const state = id === undefined ? undefined : states.get(id);
    if (open?.id !== undefined && !isPossible(state, open.isUndo))
      lost.push(`decision ${open.id}: it was answered, and is ${state ?? 'gone'}`);
    for (const one of listed) this.#known.set(one.id, one.state);
    this.#open = undefined;
    const files = state === 'done' ? open?.done : open?.notDone;
    return { lost, twice, isRecovered: fresh.length > 0, ...defined({ files }) };
  }
}

/** A decision that was answered is done, unless it waited for a run whose later changes are in the way. */
function isPossible(state: State | undefined, isUndo: boolean): boolean {
  return state === 'done' || state === (isUndo ? 'undone' : 'conflict');
}
