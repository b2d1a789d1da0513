// Automatic titles: after the first answer, the model names the conversation. Until then, and if that fails, the title is
// the start of the first message. A title that a person chose is stored separately and never changed.
import type { SessionView } from '#contract/sessions/session-view.ts';
import { sessionClass } from '#contract/sessions/session-lifecycle.ts';
import { takeStart } from '#contract/types/truncate-text.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { EngineNotice } from '../engine/notices.ts';
import type { ModelRequest } from '../ports/provider.ts';
import type { SessionRecord } from '../ports/sessions-store.ts';
import type { SessionActor } from '../sessions/session-actor.ts';
import type { SessionCache } from '../sessions/session-cache.ts';
import { derivedTitle } from '../sessions/record-patch.ts';
import { usageRecord } from '../usage/usage-record.ts';
import { joinText, type BudgetGate } from './active-run.ts';
import { collectAnswer, type CollectedAnswer } from './collect-answer.ts';
import { contextItems, OWN_PROVIDER } from './context.ts';
import { parseModel, type ModelChoice } from './model-choice.ts';
import { readTitle, TITLE_INSTRUCTIONS } from './read-title.ts';
import { untilAborted, withTimeLimit } from './wait.ts';

/** Longest title, tokens. */
const TITLE_TOKENS = 64;
/** Longest part of a message that is passed on, characters. */
const MESSAGE_CHARACTERS = 1_000;
const TIMEOUT_MS = 20_000;
/** Calls at the same time; a session beyond that is named after its next answer. */
const MAX_AT_ONCE = 4;
/** A title that couldn't be made is tried again after each answer up to this one. */
const MAX_TURNS = 3;
/** Providers that aren't a model. */
const SCRIPTED: ReadonlySet<string> = new Set(['demo', OWN_PROVIDER]);

/** A conversation to name. */
interface Task {
  readonly runId: string;
  readonly choice: ModelChoice;
  readonly question: string;
  readonly answer: string;
}

/** Names the sessions of people after their first answer. */
export class SessionTitles {
  readonly #ports: EnginePorts;
  readonly #sessions: SessionCache;
  readonly #budgets: BudgetGate;
  readonly #stopping = new AbortController();
  readonly #active = new Map<string, Promise<void>>();

  constructor(ports: EnginePorts, sessions: SessionCache, budgets: BudgetGate) {
    this.#ports = ports;
    this.#budgets = budgets;
    this.#sessions = sessions;
  }

  /** Starts a call after a run has ended, if the session needs a title. */
  follow(notice: EngineNotice): void {
    if (notice.kind !== 'event' || notice.event.type !== 'run.ended' || notice.event.status !== 'done') return;
    const { sessionKey, event, record } = notice;
    if (!this.#ports.config.settings().titles.automatic || !isUnnamed(record)) return;
    if (this.#stopping.signal.aborted || this.#active.has(sessionKey) || this.#active.size >= MAX_AT_ONCE) return;
    const work = this.#name(sessionKey, event.runId)
      .catch((error: unknown) =>
        this.#ports.log.info("Couldn't write a title.", { sessionKey, runId: event.runId, error: String(error) }),
      )
      .finally(() => this.#active.delete(sessionKey));
    this.#active.set(sessionKey, work);
  }

  /** Aborts the calls; nothing is written afterwards. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#active.values());
  }

  async #name(sessionKey: string, runId: string): Promise<void> {
    const actor = await this.#sessions.load(sessionKey);
    const task = this.#plan(actor, runId);
    if (task === undefined) return;
    const request = toRequest(actor, task);
    const reservation = await this.#budgets.reserve(actor, runId, task.choice, request);
    if (reservation === undefined) return;
    try {
      await this.#rename(actor, task, request);
    } finally {
      reservation.release();
    }
  }

  async #rename(actor: SessionActor, task: Task, request: ModelRequest): Promise<void> {
    const answer = await untilAborted(this.#ask(actor, task, request), this.#stopping.signal);
    if (answer === undefined || this.#stopping.signal.aborted) return;
    const { usage } = answer;
    const { runId } = task;
    if (usage !== undefined) {
      const caller = { runId, actor, ports: this.#ports };
      await actor.commit(({ record }) => record && { events: [], usage: usageRecord(caller, task.choice, usage) });
    }
    const title = readTitle(answer.text);
    // The conversation may have been reset, or its first message edited.
    if (title !== undefined && this.#plan(actor, runId)?.question === task.question)
      await actor.patch({ derivedTitle: title }, 'patch');
  }

  /** Undefined if the session needs no title, or not now. */
  #plan({ view, record, isTrimmed }: SessionActor, runId: string): Task | undefined {
    if (record === undefined || isTrimmed || !isUnnamed(record)) return undefined;
    const items = contextItems(view);
    const asked = items.filter((item) => item.kind === 'user');
    const [first] = asked;
    if (first === undefined || asked.length > MAX_TURNS) return undefined;
    // Otherwise it has a title already.
    if (record.derivedTitle !== derivedTitle(first.text)) return undefined;
    const spoken = firstAnswer(view);
    if (spoken === undefined) return undefined;
    const wanted = this.#ports.config.settings().titles.model;
    const choice = (wanted === undefined ? undefined : parseModel(wanted)) ?? spoken.choice;
    if (SCRIPTED.has(choice.provider)) return undefined;
    return { runId, choice, question: first.text, answer: spoken.text };
  }

  async #ask(actor: SessionActor, { choice }: Task, request: ModelRequest): Promise<CollectedAnswer | undefined> {
    const provider = await this.#ports.providers.open(choice.provider, actor.ownerId);
    return withTimeLimit(this.#ports.clock, TIMEOUT_MS, (signal) =>
      collectAnswer(provider, request, AbortSignal.any([signal, this.#stopping.signal])),
    );
  }
}

function toRequest({ key }: SessionActor, { choice, question, answer }: Task): ModelRequest {
  const text = `User: ${takeStart(question, MESSAGE_CHARACTERS)}\n\nAgent: ${takeStart(answer, MESSAGE_CHARACTERS)}`;
  return {
    model: choice.model,
    system: [TITLE_INSTRUCTIONS],
    messages: [{ role: 'user', content: [{ type: 'text', text }] }],
    tools: [],
    maxOutput: TITLE_TOKENS,
    thinking: 'off',
    sessionKey: key,
  };
}

/** Programs, schedules, and channels name their sessions themselves, and a fork has the title of its source. */
function isUnnamed({ key, title, parentKey, archivedAt, deletedAt }: SessionRecord): boolean {
  const isKept = archivedAt === undefined && deletedAt === undefined;
  return title === undefined && parentKey === undefined && isKept && sessionClass(key) === 'direct';
}

/** The first text of a model, and the model. */
function firstAnswer(view: SessionView): { readonly text: string; readonly choice: ModelChoice } | undefined {
  for (const item of contextItems(view)) {
    if (item.kind !== 'assistant') continue;
    const text = joinText(item.content, '\n').trim();
    if (text !== '') return { text, choice: { provider: item.provider, model: item.model } };
  }
  return undefined;
}
