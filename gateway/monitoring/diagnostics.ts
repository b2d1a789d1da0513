// Diagnostics of the process: a limited number of records. It has no timer, so it never wakes an idle process.
import type { MethodParams } from '#contract/methods/registry.ts';
import { defined } from '#contract/types/defined.ts';
import type { JsonObject } from '#contract/types/json-object.ts';
import type { DiagnosticsEvent, DiagnosticsReport } from '#contract/types/diagnostics.ts';
import type { EngineNotice } from '#core/engine/notices.ts';
import type { Clock } from '#core/ports/clock.ts';
import { ImportedRuns } from '#core/runs/imported-messages.ts';
import { processMemory } from './process-memory.ts';

/** Records kept. */
const CAPACITY = 1_000;
/** Delay of a tick that counts as a blocked event loop, ms. */
const HELD_UP_MS = 200;

/** The records of one gateway. */
export class Diagnostics {
  readonly #clock: Clock;
  readonly #importedRuns = new ImportedRuns();
  readonly #events: DiagnosticsEvent[] = [];
  #seq = 0;
  #maxRss = 0;
  #heldUp = { delays: 0, longestMs: 0 };

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Adds a record, and removes the oldest one beyond the limit. */
  record(type: string, facts: JsonObject = {}): void {
    this.#seq += 1;
    this.#events.push({ seq: this.#seq, ts: this.#clock.now(), type, ...facts });
    if (this.#events.length > CAPACITY) this.#events.shift();
  }

  /** Records the start and end of runs, without message text. */
  notice(notice: EngineNotice): void {
    if (notice.kind !== 'event' || this.#importedRuns.covers(notice.event)) return;
    const { event, agentId } = notice;
    if (event.type === 'run.started')
      this.record('run.started', { agentId, provider: event.provider, model: event.model });
    if (event.type === 'run.ended')
      this.record('run.ended', { agentId, outcome: event.status, ...defined({ errorCode: event.error?.code }) });
  }

  /** Called when a timer ran `lateMs` late because the event loop was blocked. */
  timerCame(lateMs: number): void {
    if (lateMs < HELD_UP_MS) return;
    const delayMs = Math.round(lateMs);
    this.#heldUp = { delays: this.#heldUp.delays + 1, longestMs: Math.max(this.#heldUp.longestMs, delayMs) };
    this.record('event-loop.delay', { delayMs });
  }

  /** Records the memory usage. */
  sampleMemory(): void {
    this.record('diagnostic.memory.sample', { memory: this.#memory() });
  }

  /** The result of `diagnostics.stability`. */
  report({ limit = CAPACITY, type, sinceSeq = 0 }: MethodParams<'diagnostics.stability'>): DiagnosticsReport {
    const memory = this.#memory();
    const fitting = this.#events.filter((event) => event.seq > sinceSeq && (type === undefined || event.type === type));
    const byType: Record<string, number> = {};
    for (const event of fitting) byType[event.type] = (byType[event.type] ?? 0) + 1;
    return {
      generatedAt: new Date(this.#clock.now()).toISOString(),
      capacity: CAPACITY,
      count: fitting.length,
      dropped: this.#seq - this.#events.length,
      ...defined({ firstSeq: fitting[0]?.seq, lastSeq: fitting.at(-1)?.seq }),
      events: fitting.slice(-limit),
      summary: { byType, memory: { latest: memory, maxRssBytes: this.#maxRss }, eventLoop: this.#heldUp },
    };
  }

  #memory(): Readonly<Record<string, number>> {
    const { rss, heapTotal, heapUsed } = processMemory();
    this.#maxRss = Math.max(this.#maxRss, rss);
    return { rssBytes: rss, heapTotalBytes: heapTotal, heapUsedBytes: heapUsed };
  }
}
