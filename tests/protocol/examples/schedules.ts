// Schedules with their history, heartbeats, waking, tasks.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { defineExamples } from './example.ts';

const DAILY = {
  name: 'Morning look',
  schedule: { kind: 'cron', expr: '0 8 * * *', tz: 'Europe/Berlin' },
  sessionTarget: 'isolated',
  wakeMode: 'now',
  payload: { kind: 'agentTurn', message: 'Look through the new issues and sum them up.' },
} as const;

async function job(client: GatewayClient, name: string): Promise<string> {
  const made = await client.request('cron.add', { ...DAILY, name });
  return 'id' in made ? made.id : made.job.id;
}

/** A run of the job that has ended. */
async function endedRun(client: GatewayClient, name: string): Promise<{ readonly id: string; readonly runId: string }> {
  const id = await job(client, name);
  const begun = await client.request('cron.run', { id });
  const runId = 'runId' in begun ? begun.runId : '';
  for (;;) {
    const { entries } = await client.request('cron.runs', { id });
    if (entries.length > 0) return { id, runId };
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export const SCHEDULE_EXAMPLES = defineExamples({
  'cron.list': { params: async ({ client }) => (await job(client, 'Listed'), { includeDisabled: true, limit: 1 }) },
  'cron.status': {},
  'cron.get': { params: async ({ client }) => ({ id: await job(client, 'Read') }) },
  'cron.add': { params: () => DAILY },
  'cron.update': {
    params: async ({ client }) => ({ id: await job(client, 'Renamed later'), patch: { name: 'Evening look' } }),
  },
  'cron.remove': { params: async ({ client }) => ({ id: await job(client, 'Removed') }) },
  'cron.run': { params: async ({ client }) => ({ id: await job(client, 'Asked to run'), mode: 'force' }) },
  'cron.runs': { params: async ({ client }) => ({ id: (await endedRun(client, 'With a past')).id }) },
  'schedules.runs': { params: async ({ client }) => ({ id: (await endedRun(client, 'With a cost')).id }) },
  'schedules.set': { params: async ({ client }) => ({ id: await job(client, 'Patient'), missedRuns: 'all' }) },
  'schedules.get': { params: async ({ client }) => ({ id: await job(client, 'Known') }) },
  'schedules.next': { params: () => ({ expr: '30 2 * * *', tz: 'Europe/Berlin', count: 3 }) },
  wake: { params: () => ({ mode: 'next-heartbeat', text: 'The build is green again.' }) },
  'system-event': { params: () => ({ text: 'The disk is nearly full.' }) },
  'last-heartbeat': {},
  'set-heartbeats': { params: () => ({ enabled: false, every: '1h' }) },
  'tasks.list': { params: async ({ client }) => (await endedRun(client, 'Task'), { limit: 1 }) },
  'tasks.get': { params: async ({ client }) => ({ taskId: (await endedRun(client, 'One task')).runId }) },
  'tasks.cancel': { params: async ({ client }) => ({ taskId: (await endedRun(client, 'Ended task')).runId }) },
});
