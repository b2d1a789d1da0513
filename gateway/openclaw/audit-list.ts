// Agent activity in the OpenClaw dialect: runs and tool calls, without message content.
import { defined } from '#contract/types/defined.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { MethodParams, MethodResult } from '#contract/methods/registry.ts';
import { ACTIVITY_TYPES, type Activity, type ActivityQuery } from '#core/ports/activity.ts';
import type { GatewayServices } from '../server/services.ts';

type Params = MethodParams<'audit.list'>;
type AuditEvent = MethodResult<'audit.list'>['events'][number];
type Outcome = Pick<AuditEvent, 'kind' | 'action' | 'status'> & {
  readonly errorCode?: NonNullable<AuditEvent['errorCode']>;
  readonly toolCallId?: string;
  readonly toolName?: string;
};

const DEFAULT_LIMIT = 100;
/** Rows per read, and most reads for one page, when few rows have the requested status. */
const PAGE = 500;
const MAX_PAGES = 40;

/** One page, newest first. @throws {GatewayError} for an invalid cursor. */
export async function auditList(params: Params, services: GatewayServices): Promise<MethodResult<'audit.list'>> {
  const { limit = DEFAULT_LIMIT, status } = params;
  const query = toQuery(params, services);
  const found: AuditEvent[] = [];
  let { before } = query;
  let isEnd = false;
  for (let page = 0; page < MAX_PAGES && found.length <= limit && !isEnd; page += 1) {
    const rows = await services.store.activity.list({ ...query, ...defined({ before }) });
    found.push(...rows.map(toEvent).filter((event) => status === undefined || event.status === status));
    before = rows.at(-1)?.sequence;
    isEnd = rows.length < PAGE;
  }
  const events = found.slice(0, limit);
  const last = found.length > limit ? events.at(-1)?.sequence : isEnd ? undefined : before;
  return { events, ...(last === undefined ? {} : { nextCursor: String(last) }) };
}

/** Prefixes of the event types of each kind. */
const PREFIXES = { agent_run: 'run.', tool_action: 'tool.' } as const;

function toQuery(params: Params, services: GatewayServices): ActivityQuery {
  const { agentId, sessionKey, runId, kind, after, before, cursor } = params;
  if (cursor !== undefined && !/^\d{1,15}$/.test(cursor))
    throw invalidRequest('Invalid audit.list cursor.', 'INVALID_CURSOR');
  return {
    types: ACTIVITY_TYPES.filter((type) => kind === undefined || type.startsWith(PREFIXES[kind])),
    limit: PAGE,
    ...(cursor === undefined ? {} : { before: Number(cursor) }),
    ...(sessionKey === undefined ? {} : { sessionKey: services.engine.sessions.resolveKey(sessionKey, agentId) }),
    ...defined({ agentId, runId, afterMs: after, beforeMs: before }),
  };
}

function toEvent(activity: Activity): AuditEvent {
  const { sequence, sessionKey, sessionId, agentId, event } = activity;
  return {
    eventId: `${sessionKey}#${event.seq}`,
    sequence,
    sourceSequence: event.seq,
    occurredAt: event.ts,
    redaction: 'metadata_only',
    actor: { type: 'agent', id: agentId },
    agentId,
    sessionKey,
    sessionId,
    runId: event.runId,
    ...toOutcome(event),
  };
}

function toOutcome(event: Activity['event']): Outcome {
  switch (event.type) {
    case 'run.started':
      return { kind: 'agent_run', action: 'agent.run.started', status: 'started' };
    case 'run.ended':
      return { kind: 'agent_run', action: 'agent.run.finished', ...RUN_ENDS[event.status] };
    case 'tool.started':
      return { ...describeTool(event), action: 'tool.action.started', status: 'started' };
    case 'tool.finished':
      return { ...describeTool(event), action: 'tool.action.finished', ...toolEnd(event) };
  }
}

const RUN_ENDS = {
  done: { status: 'succeeded' },
  failed: { status: 'failed', errorCode: 'run_failed' },
  aborted: { status: 'cancelled', errorCode: 'run_cancelled' },
  interrupted: { status: 'cancelled', errorCode: 'run_cancelled' },
} as const;

function describeTool({ callId, name }: { readonly callId: string; readonly name: string }) {
  return { kind: 'tool_action', toolCallId: callId, toolName: name === '' ? 'unknown' : name } as const;
}

function toolEnd({ isError, details }: Extract<Activity['event'], { type: 'tool.finished' }>) {
  if (details['denied'] === true) return { status: 'blocked', errorCode: 'tool_blocked' } as const;
  if (details['aborted'] === true) return { status: 'cancelled', errorCode: 'tool_cancelled' } as const;
  return isError ? ({ status: 'failed', errorCode: 'tool_failed' } as const) : ({ status: 'succeeded' } as const);
}
