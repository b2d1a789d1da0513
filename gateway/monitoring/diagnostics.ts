// Diagnostics of the process, as a bounded ring of records. It has no timer: it samples when something happens anyway.
import type { DiagnosticsEvent, DiagnosticsReport } from '#contract/types/diagnostics.ts';
import type { EngineNotice } from '#core/engine/notices.ts';
import type { Clock } from '#core/ports/clock.ts';
import { ImportedRuns } from '#core/runs/imported-messages.ts';
import { processMemory } from './process-memory.ts';

/** Records kept. */
const CAPACITY = 1_000;
/** A tick that comes later than this was held up, ms. */
const HELD_UP_MS = 200;

type Facts = Readonly<Record<string, unknown>>;

/** Which records are asked for. */
export interface DiagnosticsQuery {
  readonly limit?: number;
  readonly type?: string;
  readonly sinceSeq?: number;
}

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

  /** Keeps one record; the oldest gives way. */
  record(type: string, facts: Facts = {}): void {
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
      this.record('run.ended', {
        agentId,
        outcome: event.status,
        ...(event.error === undefined ? {} : { errorCode: event.error.code }),
      });
  }

  /** A timer of the gateway came `lateMs` after its time: the event loop was busy with something else. */
  timerCame(lateMs: number): void {
    if (lateMs < HELD_UP_MS) return;
    const delayMs = Math.round(lateMs);
    this.#heldUp = { delays: this.#heldUp.delays + 1, longestMs: Math.max(this.#heldUp.longestMs, delayMs) };
    this.record('event-loop.delay', { delayMs });
  }

  /** Notes how much memory is in use. */
  sampleMemory(): void {
    this.record('diagnostic.memory.sample', { memory: this.#memory() });
  }

  report({ limit = CAPACITY, type, sinceSeq = 0 }: DiagnosticsQuery): DiagnosticsReport {
    const memory = this.#memory();
    const fitting = this.#events.filter((event) => event.seq > sinceSeq && (type === undefined || event.type === type));
    const [first, last] = [fitting[0], fitting.at(-1)];
    const byType: Record<string, number> = {};
    for (const event of fitting) byType[event.type] = (byType[event.type] ?? 0) + 1;
    return {
      generatedAt: new Date(this.#clock.now()).toISOString(),
      capacity: CAPACITY,
      count: fitting.length,
      dropped: this.#seq - this.#events.length,
      ...(first === undefined ? {} : { firstSeq: first.seq }),
      ...(last === undefined ? {} : { lastSeq: last.seq }),
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
