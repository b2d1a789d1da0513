// Dispatches: one prompt sent to several agents or models at once, each in its own worktree and session. A dispatch is saved before
// anything starts, and continues after a restart.
import { defined } from '#contract/types/defined.ts';
import { MAX_DISPATCH_ENTRIES, type DispatchError, type DispatchTest } from '#contract/types/dispatches.ts';
import { formatSessionKey } from '#contract/types/ids.ts';
import { truncateLine } from '#contract/types/truncate-text.ts';
import { errorMessage, GatewayError, invalidRequest, unavailable } from '#contract/wire/errors.ts';
import type { DispatchAttachments, DispatchEntryRecord, DispatchRecord } from '../ports/dispatch-store.ts';
import type { Principal } from '../principal.ts';
import { archiveEntry, restoreEntry } from './archive-entries.ts';
import type { DispatchParts } from './dispatch-parts.ts';
import { KnownDispatches } from './known-dispatches.ts';
import { runTest } from './run-test.ts';
import { startEntry } from './start-entry.ts';

const TITLE_CHARS = 80;
/** Entries that are started at the same time. */
const PARALLEL_STARTS = 3;
/** Most entries that wait to be started. */
const MAX_STARTING = 50;
const NO_ATTACHMENTS: DispatchAttachments = { images: [], files: [] };

/** An agent to send a prompt to. */
export type NewDispatchEntry = Pick<
  DispatchEntryRecord,
  'agentId' | 'model' | 'thinkingLevel' | 'machine' | 'approvalMode' | 'persona'
>;

/** A prompt to send. */
export interface NewDispatch extends DispatchAttachments {
  readonly idempotencyKey: string;
  readonly prompt: string;
  readonly folder: string;
  readonly projectId?: string;
  readonly baseRef?: string;
  readonly allowsSecrets: boolean;
  readonly entries: readonly NewDispatchEntry[];
}

/** Dispatches. Errors are {@link GatewayError}s. */
export interface DispatchesFacet {
  /** Continues what a crash interrupted, in the background. */
  recover(): Promise<void>;
  stop(): Promise<void>;
  /** Oldest first. */
  list(): readonly DispatchRecord[];
  require(id: string): DispatchRecord;
  findByKey(idempotencyKey: string): DispatchRecord | undefined;
  /** Resolves when it is saved. The entries start in the background. */
  create(request: NewDispatch, by: Principal): Promise<DispatchRecord>;
  /** Starts an entry that couldn't be started. */
  retry(id: string, entryId: string): Promise<DispatchRecord>;
  /** Runs a command in the worktrees of entries. Resolves when all of them are marked as running. */
  test(
    id: string,
    request: { readonly entryIds?: readonly string[]; readonly command?: string },
    by: Principal,
  ): Promise<DispatchRecord>;
  archive(id: string, keep: readonly string[], by: Principal): Promise<DispatchRecord>;
  restore(id: string, by: Principal): Promise<DispatchRecord>;
  /** Forgets everything in memory, after the store was purged. */
  reload(): Promise<void>;
}

/** The dispatches of the engine. `changed` is called after each change. */
export function dispatches(parts: DispatchParts, changed: () => void): DispatchesFacet {
  return new Dispatches(parts, changed);
}

class Dispatches implements DispatchesFacet {
  readonly #parts: DispatchParts;
  readonly #known: KnownDispatches;
  readonly #stopping = new AbortController();
  /** IDs of the entries that are being started. */
  readonly #starting = new Set<string>();
  /** What runs in the background. */
  readonly #work = new Set<Promise<void>>();

  constructor(parts: DispatchParts, changed: () => void) {
    this.#parts = parts;
    this.#known = new KnownDispatches(parts.ports.store.dispatches, changed);
  }

  async recover(): Promise<void> {
    await this.#known.load();
    for (const { id, entries } of this.#known.list()) {
      const isTested = entries.some(({ test }) => test?.status === 'running' || test?.status === 'waiting');
      if (isTested) await this.#known.change(id, (record) => interruptTests(record, this.#parts.ports.clock.now()));
    }
    for (const record of this.#known.list()) {
      if (record.step !== undefined) this.#inBackground(() => this.#finishStep(record.id));
      else if (record.entries.some(isStarting)) this.#inBackground(() => this.#start(record.id));
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.allSettled(this.#work);
  }

  list(): readonly DispatchRecord[] {
    return this.#known.list();
  }

  require(id: string): DispatchRecord {
    return this.#known.require(id);
  }

  findByKey(idempotencyKey: string): DispatchRecord | undefined {
    return this.#known.findByKey(idempotencyKey);
  }

  reload(): Promise<void> {
    return this.#known.load();
  }

  async create(request: NewDispatch, by: Principal): Promise<DispatchRecord> {
    const known = this.findByKey(request.idempotencyKey);
    if (known !== undefined) return known;
    this.#requireAcceptable(request);
    const { images, files } = request;
    const record = this.#toRecord(request, by);
    const details = { entries: record.entries.length, folder: record.folder };
    const audit = { by, action: 'dispatch.created', subject: record.id, details };
    const added = await this.#known.add(record, { images, files }, audit);
    if (added.isNew) this.#inBackground(() => this.#start(record.id));
    return added.record;
  }

  async retry(id: string, entryId: string): Promise<DispatchRecord> {
    const record = this.#requireOpen(id);
    if (this.#requireEntry(record, entryId).state !== 'failed')
      throw invalidRequest('This agent has already started.', 'DISPATCH_STARTED');
    const changed = await this.#known.changeEntry(id, entryId, ({ error: _, ...entry }) => ({
      ...entry,
      state: 'starting',
    }));
    this.#inBackground(() => this.#start(id));
    return changed;
  }

  async test(
    id: string,
    { entryIds, command: asked }: { readonly entryIds?: readonly string[]; readonly command?: string },
    by: Principal,
  ): Promise<DispatchRecord> {
    const record = this.#requireOpen(id);
    const project = await this.#parts.getEngine().projects.get(record.projectId);
    const command = asked?.trim() || project?.defaults.testCommand;
    if (command === undefined)
      throw invalidRequest('No test command.', 'NO_TEST_COMMAND', 'Enter one, or set the test command of the project.');
    const asksAll = entryIds ?? record.entries.filter(({ state }) => state === 'started').map((entry) => entry.id);
    const entries = asksAll.map((entryId) => this.#requireEntry(record, entryId)).filter(isTestable);
    const startedAt = this.#parts.ports.clock.now();
    for (const entry of entries) await this.#saveTest(id, entry.id, { command, status: 'running', startedAt });
    for (const entry of entries) this.#inBackground(() => this.#test(id, entry, command, by));
    return this.require(id);
  }

  async archive(id: string, keep: readonly string[], by: Principal): Promise<DispatchRecord> {
    const record = this.#known.require(id);
    for (const entryId of keep) this.#requireEntry(record, entryId);
    await this.#known.change(
      id,
      (now) => ({
        ...now,
        step: 'archiving',
        archivedAt: now.archivedAt ?? this.#parts.ports.clock.now(),
        entries: now.entries.map((entry) => (keep.includes(entry.id) ? entry : { ...entry, isArchived: true })),
      }),
      { by, action: 'dispatch.archived', subject: id, details: { kept: keep.length } },
    );
    return this.#finishStep(id);
  }

  async restore(id: string, by: Principal): Promise<DispatchRecord> {
    const audit = { by, action: 'dispatch.restored', subject: id, details: {} };
    await this.#known.change(id, (now) => ({ ...now, step: 'restoring' }), audit);
    return this.#finishStep(id);
  }

  /** Completes archiving or restoring. */
  async #finishStep(id: string): Promise<DispatchRecord> {
    const { step, entries, by } = this.require(id);
    const act = step === 'restoring' ? restoreEntry : archiveEntry;
    for (const entry of entries.filter(({ isArchived }) => isArchived === true))
      await act(this.#parts, entry, by, this.#stopping.signal);
    const changed = await this.#known.change(id, (now) => endStep(now));
    if (changed.archivedAt === undefined && changed.entries.some(isStarting)) this.#inBackground(() => this.#start(id));
    return changed;
  }

  /** Starts the entries that haven't been started. */
  async #start(id: string): Promise<void> {
    const attachments = (await this.#parts.ports.store.dispatches.attachments(id)) ?? NO_ATTACHMENTS;
    const { entries } = this.require(id);
    // A retry can come while others are being started.
    const waiting = entries.filter((entry) => isStarting(entry) && !this.#starting.has(entry.id));
    for (const entry of waiting) this.#starting.add(entry.id);
    const next = async (): Promise<void> => {
      for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift())
        await this.#startOne(id, entry, attachments).finally(() => this.#starting.delete(entry.id));
    };
    await Promise.all(Array.from({ length: PARALLEL_STARTS }, next));
    const left = this.require(id).entries.filter(({ state }) => state !== 'started');
    if (left.length === 0) await this.#parts.ports.store.dispatches.forgetAttachments(id);
  }

  async #startOne(id: string, entry: DispatchEntryRecord, attachments: DispatchAttachments): Promise<void> {
    const { signal } = this.#stopping;
    if (signal.aborted || this.require(id).archivedAt !== undefined) return;
    try {
      await startEntry(this.#parts, { record: this.require(id), entry }, attachments, signal);
      const started = await this.#known.changeEntry(id, entry.id, (now) => ({ ...now, state: 'started' }));
      // It was archived in the meantime.
      const isArchived = started.entries.some((one) => one.id === entry.id && one.isArchived === true);
      if (isArchived) await archiveEntry(this.#parts, entry, started.by, signal);
    } catch (error) {
      // It continues at the next start.
      if (signal.aborted) return;
      const failure = toDispatchError(error);
      this.#parts.ports.log.warn("Couldn't start an entry of a dispatch.", { id, reason: failure.message });
      await this.#known.changeEntry(id, entry.id, (now) => ({ ...now, state: 'failed', error: failure }));
    }
  }

  async #test(
    id: string,
    { id: entryId, sessionKey }: DispatchEntryRecord,
    command: string,
    by: Principal,
  ): Promise<void> {
    const save = (test: DispatchTest) => this.#saveTest(id, entryId, test);
    const report = (test: DispatchTest): void => void save(test).catch(() => undefined);
    const result = runTest(this.#parts, { sessionKey, command, by }, report);
    const ended = await Promise.race([result, untilAborted(this.#stopping.signal)]);
    if (ended !== undefined) await save(ended);
  }

  #saveTest(id: string, entryId: string, test: DispatchTest): Promise<DispatchRecord> {
    return this.#known.changeEntry(id, entryId, (entry) => ({ ...entry, test }));
  }

  #toRecord(request: NewDispatch, by: Principal): DispatchRecord {
    const { ids, clock } = this.#parts.ports;
    const { idempotencyKey, prompt, folder, projectId, baseRef, allowsSecrets } = request;
    return {
      id: ids.next(),
      ownerId: by.userId,
      idempotencyKey,
      title: truncateLine(prompt, TITLE_CHARS) || 'Attachments',
      prompt,
      folder,
      by,
      allowsSecrets,
      ...defined({ projectId, baseRef }),
      createdAt: clock.now(),
      entries: request.entries.map((entry) => ({
        ...entry,
        id: ids.next(),
        sessionKey: formatSessionKey(entry.agentId, `dashboard:${ids.next()}`),
        runId: ids.next(),
        state: 'starting',
      })),
    };
  }

  #requireAcceptable({ prompt, images, files, entries, allowsSecrets }: NewDispatch): void {
    if (this.#stopping.signal.aborted)
      throw unavailable('Gatehouse is shutting down. Try again once it has restarted.');
    if (prompt.trim() === '' && images.length + files.length === 0)
      throw invalidRequest('The message is empty.', 'EMPTY_MESSAGE', 'Enter a message.');
    if (entries.length > MAX_DISPATCH_ENTRIES)
      throw invalidRequest(
        `A prompt can be sent to at most ${MAX_DISPATCH_ENTRIES} agents at once, not ${entries.length}.`,
        'TOO_MANY_ENTRIES',
        'Remove some of them, or send the prompt twice.',
      );
    const starting = this.list().flatMap((record) => record.entries.filter(isStarting)).length;
    if (starting + entries.length > MAX_STARTING)
      throw unavailable(`${starting} agents are still being started.`, {
        details: { code: 'DISPATCHES_BUSY', hint: 'Wait until they have started, then retry.' },
      });
    this.#parts.ports.secretGuard.refuse(prompt, { isConfirmed: allowsSecrets });
  }

  #requireOpen(id: string): DispatchRecord {
    const record = this.require(id);
    if (record.archivedAt === undefined) return record;
    throw invalidRequest('This dispatch is archived.', 'DISPATCH_ARCHIVED', 'Restore it, then retry.');
  }

  #requireEntry({ entries }: DispatchRecord, entryId: string): DispatchEntryRecord {
    const entry = entries.find(({ id }) => id === entryId);
    if (entry !== undefined) return entry;
    throw invalidRequest('This dispatch has no such entry.', 'ENTRY_NOT_FOUND', 'Use an ID from dispatches.get.');
  }

  #inBackground(act: () => Promise<unknown>): void {
    const { log } = this.#parts.ports;
    const work: Promise<void> = act().then(
      () => undefined,
      (error: unknown) => log.error('A dispatch stopped.', { reason: errorMessage(error) }),
    );
    this.#work.add(work);
    void work.then(() => this.#work.delete(work));
  }
}

function isStarting({ state }: DispatchEntryRecord): boolean {
  return state === 'starting';
}

function isTestable({ state, test }: DispatchEntryRecord): boolean {
  return state === 'started' && test?.status !== 'running' && test?.status !== 'waiting';
}

function interruptTests(record: DispatchRecord, endedAt: number): DispatchRecord {
  const entries = record.entries.map((entry) =>
    entry.test?.status === 'running' || entry.test?.status === 'waiting'
      ? { ...entry, test: { ...entry.test, status: 'interrupted' as const, endedAt } }
      : entry,
  );
  return { ...record, entries };
}

function endStep({ step, ...record }: DispatchRecord): DispatchRecord {
  if (step !== 'restoring') return record;
  const { archivedAt: _, ...restored } = record;
  return { ...restored, entries: record.entries.map(({ isArchived: _archived, ...entry }) => entry) };
}

function toDispatchError(error: unknown): DispatchError {
  const details = error instanceof GatewayError ? error.extras.details : undefined;
  return { message: errorMessage(error), ...defined({ code: details?.code, hint: details?.hint }) };
}

function untilAborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
