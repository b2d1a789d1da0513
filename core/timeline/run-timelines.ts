// The runs of sessions, and what each did and waited for: from the events, and from the recorded model requests.
import type { SessionEvent, SessionEventOf } from '#contract/sessions/session-events.ts';
import type { RawRequest, RunSummary, RunTimeline } from '#contract/types/run-timeline.ts';
import { defined } from '#contract/types/defined.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import { toSteps } from './run-steps.ts';
import { readRawRequest } from './raw-request.ts';

/** Runs of sessions. Keys are canonical. Errors are {@link GatewayError}s. */
export interface TimelinesFacet {
  /** The last runs of a session, newest first. */
  list(key: string, limit: number): Promise<readonly RunSummary[]>;
  describe(runId: string): Promise<RunTimeline>;
  readRequest(requestId: string): Promise<RawRequest>;
}

/** The timelines of the engine. */
export function runTimelines(ports: EnginePorts): TimelinesFacet {
  const { sessions, modelRequests } = ports.store;
  return {
    async list(key, limit) {
      const events = await sessions.events(key, 1);
      const starts = events.filter((event) => event.type === 'run.started').slice(-limit);
      return starts.map((start) => summarize(key, events, start)).toReversed();
    },
    async describe(asked) {
      const known = await sessions.findRun(asked);
      if (known === undefined) throw unknownRun(asked);
      const events = await sessions.events(known.sessionKey, 1);
      const start = findStart(events, asked);
      if (start === undefined) throw unknownRun(asked);
      const summary = summarize(known.sessionKey, events, start);
      const requests = await modelRequests.ofRun(start.runId);
      const end = events.find((event) => event.type === 'run.ended' && event.runId === start.runId)?.seq ?? Infinity;
      const within = events.filter(({ seq }) => seq > start.seq && seq < end);
      return { ...summary, steps: toSteps(start.runId, within, requests) };
    },
    async readRequest(requestId) {
      const record = await modelRequests.get(requestId);
      if (record === undefined)
        throw invalidRequest(
          'No stored model request has this ID.',
          'REQUEST_NOT_FOUND',
          'Requests are kept for 30 days, up to the last 1,000 per session. List stored requests with runs.timeline.',
        );
      return readRawRequest(ports, record);
    },
  };
}

function unknownRun(runId: string): Error {
  return invalidRequest(`No run has the ID "${runId}".`, 'RUN_NOT_FOUND', 'List the runs of a session with runs.list.');
}

/** A message that was merged into another run is answered by that run. */
function findStart(events: readonly SessionEvent[], runId: string): SessionEventOf<'run.started'> | undefined {
  const messageId = events.find((event) => event.type === 'message.accepted' && event.runId === runId);
  const id = messageId?.type === 'message.accepted' ? messageId.messageId : '';
  const answering = events.find((event) => event.type === 'message.injected' && event.messageId === id);
  const owner = answering?.type === 'message.injected' ? answering.runId : runId;
  return events.find(
    (event): event is SessionEventOf<'run.started'> =>
      event.type === 'run.started' && (event.runId === owner || event.messageIds.includes(id)),
  );
}

function summarize(
  sessionKey: string,
  events: readonly SessionEvent[],
  { runId, ts: startedAt, provider, model, seq }: SessionEventOf<'run.started'>,
): RunSummary {
  const end = events.find(
    (event): event is SessionEventOf<'run.ended'> => event.type === 'run.ended' && event.runId === runId,
  );
  const last = events.findLast(
    (event): event is SessionEventOf<'run.fallback' | 'quota.resolved'> =>
      (event.type === 'run.fallback' || event.type === 'quota.resolved') && event.runId === runId && event.seq > seq,
  );
  const used = last === undefined ? { provider, model } : { provider: last.provider, model: last.model };
  const facts = { runId, sessionKey, startedAt, ...used };
  if (end === undefined) return { ...facts, status: 'running' };
  const { status, ts: endedAt, usage, modelCalls, error } = end;
  return { ...facts, status, endedAt, usage, modelCalls, ...defined({ error }) };
}
