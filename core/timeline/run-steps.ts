// The steps of one run, in the order in which they started.
import type { SessionEvent, SessionEventOf } from '#contract/sessions/session-events.ts';
import type { RequestStep, RunStep } from '#contract/types/run-timeline.ts';
import { defined } from '#contract/types/defined.ts';
import type { ModelRequestRecord } from '../ports/model-request-store.ts';

/** Waits between two attempts that are worth mentioning, ms. */
const SHOWN_WAIT_MS = 100;

/** The steps. `events`: those between the start and the end of the run. */
export function toSteps(
  runId: string,
  events: readonly SessionEvent[],
  requests: readonly ModelRequestRecord[],
): readonly RunStep[] {
  const placed: readonly Placed[] = [
    ...requests.map((record) => ({ place: record.seq + 0.5, step: toRequestStep(record) })),
    ...retries(requests),
    ...events.flatMap((event) => {
      const step = toStep(runId, event, events);
      return step === undefined ? [] : [{ place: event.seq, step }];
    }),
    ...unrecorded(runId, events, requests),
  ];
  return placed.toSorted((a, b) => a.place - b.place || a.step.at - b.step.at).map(({ step }) => step);
}

/** A step, and the number of the event where it belongs. Many steps can start in the same millisecond. */
interface Placed {
  readonly place: number;
  readonly step: RunStep;
}

function toRequestStep(record: ModelRequestRecord): RequestStep {
  const { id: requestId, at, durationMs, purpose, provider, model, attempt, promptTokens, usage, error } = record;
  const facts = { at, durationMs, purpose, provider, model, attempt, promptTokens };
  return { kind: 'request', requestId, ...facts, ...defined({ usage, error }) };
}

/** Pauses between a failed attempt and the next one. */
function retries(requests: readonly ModelRequestRecord[]): readonly Placed[] {
  return requests.flatMap((next, index) => {
    const before = requests[index - 1];
    if (before?.error === undefined || next.attempt <= before.attempt) return [];
    const at = before.at + before.durationMs;
    const durationMs = next.at - at;
    return durationMs < SHOWN_WAIT_MS
      ? []
      : [{ place: next.seq + 0.5, step: { kind: 'retry', at, durationMs } as const }];
  });
}

/** Answers of requests that aren't stored, or not any more. */
function unrecorded(
  runId: string,
  events: readonly SessionEvent[],
  requests: readonly ModelRequestRecord[],
): readonly Placed[] {
  const first = requests[0]?.at ?? Infinity;
  return events.flatMap((event) => {
    if (event.type !== 'message.completed' || event.runId !== runId || event.durationMs === undefined) return [];
    const { durationMs, provider, model, usage } = event;
    const at = event.ts - durationMs;
    if (at >= first) return [];
    const facts = { purpose: 'turn', at, durationMs, provider, model, attempt: 1 } as const;
    return [{ place: event.seq - 0.5, step: { kind: 'request', ...facts, ...defined({ usage }) } as const }];
  });
}

function toStep(runId: string, event: SessionEvent, events: readonly SessionEvent[]): RunStep | undefined {
  if ('runId' in event && event.runId !== runId) return undefined;
  const at = event.ts;
  switch (event.type) {
    case 'tool.started': {
      if (find(events, 'tool.finished', ({ callId }) => callId === event.callId) !== undefined) return undefined;
      return { kind: 'tool', at, name: event.name, title: event.title };
    }
    case 'tool.finished': {
      const start = find(events, 'tool.started', ({ callId }) => callId === event.callId);
      const { name, durationMs, isError } = event;
      return { kind: 'tool', at: start?.ts ?? at - durationMs, name, title: start?.title ?? '', durationMs, isError };
    }
    case 'run.fallback':
      return { kind: 'fallback', at, provider: event.provider, model: event.model };
    case 'compacted':
      return { kind: 'compaction', at, tokensBefore: event.tokensBefore, tokensAfter: event.tokensAfter };
    case 'message.injected':
      return { kind: 'steering', at };
    default:
      return toWait(event, events);
  }
}

/** Time in which the run waited for a person, a spending limit, or a provider. */
function toWait(event: SessionEvent, events: readonly SessionEvent[]): RunStep | undefined {
  const at = event.ts;
  switch (event.type) {
    case 'approval.requested': {
      const end = find(events, 'approval.resolved', ({ approvalId }) => approvalId === event.approvalId);
      const facts = { outcome: end?.outcome, resolvedBy: end?.resolvedBy };
      return { kind: 'approval', at, command: event.subject.command, ...defined({ ...facts, ...since(at, end) }) };
    }
    case 'question.asked': {
      const end = find(events, 'question.resolved', ({ questionSetId }) => questionSetId === event.questionSetId);
      return { kind: 'question', at, ...defined({ outcome: end?.outcome, ...since(at, end) }) };
    }
    case 'budget.reached': {
      const end = find(events, 'budget.resolved', ({ stopId }) => stopId === event.stop.stopId);
      return { kind: 'budget', at, ...defined({ outcome: end?.outcome, ...since(at, end) }) };
    }
    case 'quota.waiting': {
      const end = find(events, 'quota.resolved', ({ waitId }) => waitId === event.wait.waitId);
      const { providerName } = event.wait;
      return { kind: 'quota', at, providerName, ...defined({ outcome: end?.outcome, ...since(at, end) }) };
    }
    default:
      return undefined;
  }
}

function find<T extends SessionEvent['type']>(
  events: readonly SessionEvent[],
  type: T,
  fits: (event: SessionEventOf<T>) => boolean,
): SessionEventOf<T> | undefined {
  return events.find((event): event is SessionEventOf<T> => hasType(event, type) && fits(event));
}

function hasType<T extends SessionEvent['type']>(event: SessionEvent, type: T): event is SessionEventOf<T> {
  return event.type === type;
}

function since(at: number, end: SessionEvent | undefined): { readonly durationMs: number | undefined } {
  return { durationMs: end === undefined ? undefined : end.ts - at };
}
