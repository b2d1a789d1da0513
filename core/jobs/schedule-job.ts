// The job of a schedule: an agent's turn, or an event for an agent.
import { defined } from '#contract/types/defined.ts';
import type { SchedulePayload } from '../ports/schedules.ts';
import { schedulePrincipal } from '../principal.ts';
import type { JobContext, JobEnd, JobKind } from './define-job.ts';
import type { Heartbeats } from './heartbeats.ts';
import type { ScheduleInput } from './plan-ticks.ts';
import { defineRunJob, followAgentRun, toJobEnd } from './run-job.ts';
import type { SchedulePorts } from './schedules-api.ts';
import type { ScheduleRegistry } from './schedule-registry.ts';

/** Builds the kind of job that schedules run as. */
export function createScheduleJob(ports: SchedulePorts, registry: ScheduleRegistry, heartbeats: Heartbeats): JobKind {
  return defineRunJob(ports, registry, 'schedule', async (context) => {
    // Only `draftJob` writes the input of this kind.
    const { payload, wakeMode } = context.job.input as ScheduleInput;
    if (payload.kind === 'agentTurn') return runTurn(ports, context, payload);
    if (payload.kind === 'heartbeat') throw new Error('Heartbeats are a separate kind of job.');
    return sendEvent(context, payload.text, wakeMode);
  });

  async function sendEvent(context: JobContext, text: string, wakeMode: ScheduleInput['wakeMode']): Promise<JobEnd> {
    const { key: id, ownerId, agentId = '', sessionKey = '', createdAtMs } = context.job;
    const event = { id, ownerId, agentId, sessionKey, text, createdAtMs };
    if (wakeMode === 'next-heartbeat' && heartbeats.get(agentId)?.enabled === true)
      return { state: 'done', result: { summary: text }, events: [event] };
    await ports.store.schedules.queueEvent(event);
    return heartbeats.deliver(context);
  }
}

async function runTurn(
  ports: SchedulePorts,
  context: JobContext,
  { message: text, model, thinking }: Extract<SchedulePayload, { kind: 'agentTurn' }>,
): Promise<JobEnd> {
  const { key: runId, sessionKey = '', subject, ownerId } = context.job;
  const end = await followAgentRun(ports, context, {
    sessionKey,
    text,
    images: [],
    runId,
    queueMode: 'followup',
    by: schedulePrincipal(subject, ownerId),
    category: 'Schedules',
    ...(isLevel(thinking) ? { options: { thinking } } : {}),
    ...defined({ model }),
  });
  return toJobEnd(end);
}

function isLevel(thinking: string | undefined): thinking is 'off' | 'low' | 'medium' | 'high' {
  return thinking === 'off' || thinking === 'low' || thinking === 'medium' || thinking === 'high';
}
