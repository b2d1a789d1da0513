// Schedules over the wire, with the reference client of the protocol: every answer is what its schemas and its command line expect.
// Proves: GW-6, GW-10, CR-1, CR-2, CR-4, CR-5, CR-6
import { GatewayClient } from '@openclaw/gateway-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lastToolResults, lastUserText } from '../support/model-server.ts';
import { findViolations } from './support/published-check.ts';
import { MODEL, startProtocolHost, TOKEN, type ProtocolHost } from './support/protocol-host.ts';

type Fields = Readonly<Record<string, unknown>>;

const TURN = { sessionTarget: 'isolated', wakeMode: 'now' } as const;
const HOUR_MS = 3_600_000;
/** For a machine that is busy with other things. */

let gateway: ProtocolHost;
let client: GatewayClient;
const events: { readonly event: string; readonly payload: Fields }[] = [];
const waiting = new Set<() => void>();

const ask = (method: string, params: unknown = {}): Promise<Fields> => client.request(method, params);
const says = (message: string) => ({ kind: 'agentTurn', message });
const every = { kind: 'every', everyMs: HOUR_MS };
const refusal = (method: string, params: unknown): Promise<Fields> =>
  ask(method, params).then(
    () => expect.fail(`${method} was not refused`),
    (error: { readonly details?: Fields; readonly message: string }) => ({ ...error.details, message: error.message }),
  );

function heard(event: string, fits: (payload: Fields) => boolean): Promise<Fields> {
  return new Promise((resolve) => {
    const check = (): void => {
      const found = events.find((seen) => seen.event === event && fits(seen.payload));
      if (found === undefined) return;
      waiting.delete(check);
      resolve(found.payload);
    };
    waiting.add(check);
    check();
  });
}

const finished = (jobId: unknown) => heard('cron', (p) => p['jobId'] === jobId && p['action'] === 'finished');
const add = async (params: Fields): Promise<string> => String((await ask('cron.add', { ...TURN, ...params }))['id']);
/** What the model was told last, as one text. */
const told = (): string => gateway.model.requests.map((request) => lastUserText(request)).join('\n---\n');

beforeAll(async () => {
  gateway = await startProtocolHost((request) => {
    const [result] = lastToolResults(request);
    if (result !== undefined) return { steps: [{ say: `the tool said: ${result.text.trim()}` }] };
    const asked = lastUserText(request);
    if (asked.includes('nothing to do')) return { steps: [{ say: 'HEARTBEAT_OK' }] };
    if (asked.includes('run it')) return { steps: [{ call: 'exec', input: { command: 'touch scheduled.txt' } }] };
    return { steps: [{ say: 'the quick brown fox' }] };
  });
  const { promise, resolve } = Promise.withResolvers<unknown>();
  client = new GatewayClient({
    url: gateway.url,
    token: TOKEN,
    caps: [],
    scopes: ['operator.admin', 'operator.read', 'operator.write', 'operator.approvals'],
    deviceIdentity: null,
    onHelloOk: resolve,
    onEvent: ({ event, payload }) => {
      // Events of this protocol carry objects.
      events.push({ event, payload: payload as Fields });
      for (const check of waiting) check();
    },
  });
  client.start();
  await promise;
  await ask('setup.choose', { model: MODEL, workspace: gateway.workspace, done: true });
});
afterAll(async () => {
  await client.stopAndWait({ timeoutMs: 2_000 });
  await gateway.stop();
});

describe('a schedule', () => {
  it('is created, listed, updated, run, and deleted, in the recorded shapes', async () => {
    const made = await ask('cron.add', { ...TURN, name: 'A job', schedule: every, payload: says('cron says hi') });
    expect(findViolations('CronAddResult', made)).toEqual([]);
    expect(made).toMatchObject({
      enabled: true,
      schedule: { kind: 'every', everyMs: HOUR_MS, anchorMs: made['createdAtMs'] },
      payload: { kind: 'agentTurn', message: 'cron says hi', toolsAllow: ['*'] },
      state: { nextRunAtMs: Number(made['createdAtMs']) + HOUR_MS },
      nextRunAtMs: Number(made['createdAtMs']) + HOUR_MS,
      deliveryPreview: { label: 'not requested', detail: 'not requested' },
    });
    const { id } = made;
    expect(await heard('cron', (p) => p['jobId'] === id && p['action'] === 'added')).toMatchObject({ job: { id } });

    const renamed = await ask('cron.update', { id, patch: { name: 'Renamed' } });
    expect(findViolations('CronJob', renamed)).toEqual([]);
    expect(renamed).toMatchObject({ name: 'Renamed', nextRunAtMs: made['nextRunAtMs'] });
    expect(renamed['configRevision']).not.toBe(made['configRevision']);

    const idempotencyKey = `run-${id}`;
    const begun = await ask('cron.run', { jobId: id, mode: 'force', idempotencyKey });
    expect(await ask('cron.run', { jobId: id, mode: 'force', idempotencyKey })).toEqual(begun);
    expect(begun).toMatchObject({ ok: true, enqueued: true, processInstanceId: expect.any(String) });
    expect(begun['runId']).toMatch(new RegExp(`^manual:${String(id)}:\\d+:\\d+$`));
    const end = await finished(id);
    expect(end).toMatchObject({ status: 'ok', summary: 'the quick brown fox', runId: begun['runId'] });
    expect(String(end['sessionKey'])).toMatch(new RegExp(`^agent:main:cron:${String(id)}:run:[0-9a-f-]{36}$`));
    await heard('chat', (p) => p['sessionKey'] === end['sessionKey'] && p['state'] === 'final');
    const tasks = events.filter(({ event }) => event === 'task').map(({ payload }) => payload['task'] as Fields);
    expect(tasks.flatMap((task) => findViolations('TaskSummary', task))).toEqual([]);
    expect(tasks.map(({ status }) => status)).toEqual(['running', 'completed']);

    const { entries, ...page } = await ask('cron.runs', { id });
    expect(page).toEqual({ total: 1, offset: 0, limit: 50, hasMore: false, nextOffset: null });
    const [entry] = entries as readonly Fields[];
    expect(findViolations('CronRunLogEntry', entry)).toEqual([]);
    expect(entry).toMatchObject({
      status: 'ok',
      completionStatus: 'succeeded',
      durationMs: expect.any(Number),
      jobName: 'Renamed',
      model: expect.any(String),
    });
    expect(entry?.['usage']).toMatchObject({ total_tokens: expect.any(Number) });
    expect(await ask('schedules.runs', { id: String(id) })).toMatchObject({
      total: 1,
      runs: [{ status: 'ok', costUsd: expect.any(Number) }],
    });
    expect(await ask('cron.get', { id })).toMatchObject({ lastRunStatus: 'ok', state: { consecutiveErrors: 0 } });

    expect(await ask('cron.remove', { id })).toEqual({ ok: true, removed: true });
    expect(await ask('cron.remove', { id })).toEqual({ ok: true, removed: false });
    expect(await refusal('cron.get', { id })).toMatchObject({ code: 'CRON_JOB_NOT_FOUND', jobId: id });
    expect(await ask('cron.runs', { id })).toMatchObject({ total: 1 });
  });

  it('runs without a restart and is deleted if it was for one time', async () => {
    const at = new Date(Date.now() + 3_000).toISOString();
    const id = await add({ name: 'Soon', schedule: { kind: 'at', at }, payload: says('now is the time') });
    expect(await finished(id)).toMatchObject({ status: 'ok', runId: `cron:${id}:${Date.parse(at)}` });
    expect(told()).toContain('now is the time');
    expect(await refusal('cron.get', { id })).toMatchObject({ code: 'CRON_JOB_NOT_FOUND' });
  });

  it('requires approval like any run', async () => {
    const id = await add({ name: 'Asks', schedule: every, payload: says('run it') });
    await ask('cron.run', { id });
    const { id: approvalId } = await heard('exec.approval.requested', () => true);
    expect(await ask('cron.get', { id })).toMatchObject({ state: { runningAtMs: expect.any(Number) } });
    expect(await ask('cron.run', { id })).toEqual({ ok: true, ran: false, reason: 'already-running' });
    await ask('exec.approval.resolve', { id: approvalId, decision: 'deny' });
    expect(await finished(id)).toMatchObject({ status: 'ok', summary: expect.stringContaining('the tool said') });
    await ask('cron.remove', { id });
  });

  it('is rejected with an explanation if an option is not supported', async () => {
    const good = { ...TURN, name: 'x', schedule: every, payload: says('x') };
    const bad: readonly (readonly [Fields, string])[] = [
      [{ payload: { kind: 'command', argv: ['ls'] } }, 'CRON_PAYLOAD_REFUSED'],
      [{ payload: { kind: 'script', script: 'x' } }, 'CRON_PAYLOAD_REFUSED'],
      [{ payload: { ...says('x'), toolsAllow: ['read'] } }, 'NOT_BUILT'],
      [{ payload: { ...says('x'), model: 'nobody/nothing' } }, 'UNKNOWN_MODEL'],
      [{ payload: { kind: 'systemEvent', text: 'x' } }, 'CRON_TARGET'],
      [{ sessionTarget: 'main' }, 'CRON_TARGET'],
      [{ trigger: { script: 'x' } }, 'NOT_BUILT'],
      [{ schedule: { kind: 'stream', command: ['x'] } }, 'NOT_BUILT'],
      [{ schedule: { kind: 'cron', expr: 'every day' } }, 'CRON_SCHEDULE'],
      [{ schedule: { kind: 'cron', expr: '0 0 30 2 *' } }, 'CRON_SCHEDULE'],
      [{ schedule: { kind: 'at', at: '2099-02-30T09:00:00Z' } }, 'CRON_SCHEDULE'],
      [{ schedule: { kind: 'at', at: 'Feb 30 2099' } }, 'CRON_SCHEDULE'],
      [{ schedule: { kind: 'cron', expr: '0 0 * * *', tz: 'Mars/Olympus' } }, 'CRON_SCHEDULE'],
      [{ schedule: { kind: 'every', everyMs: 10 } }, 'CRON_SCHEDULE'],
      [{ schedule: { kind: 'at', at: '2020-01-01' } }, 'CRON_SCHEDULE'],
      [{ schedule: { kind: 'at', at: 'soon' } }, 'CRON_SCHEDULE'],
      [{ agentId: 'nobody' }, 'UNKNOWN_AGENT_ID'],
    ];
    const { total } = await ask('cron.list', { includeDisabled: true });
    for (const [part, code] of bad)
      expect(await refusal('cron.add', { ...good, ...part }), JSON.stringify(part)).toMatchObject({ code });
    expect(await ask('cron.list', { includeDisabled: true })).toMatchObject({ total });
  });
});

describe('an update', () => {
  it('of a schedule that was changed in the meantime is rejected', async () => {
    const made = await ask('cron.add', {
      ...TURN,
      name: 'Shared',
      schedule: every,
      payload: says('x'),
      declarationKey: 'k',
    });
    const job = made['job'] as Fields;
    expect(made).toMatchObject({ created: true });
    expect(findViolations('CronAddResult', made)).toEqual([]);
    const { id, configRevision: expectedConfigRevision } = job;
    await ask('cron.update', { id, patch: { enabled: false } });
    const stale = { id, patch: { name: 'mine' }, expectedConfigRevision };
    expect(await refusal('cron.update', stale)).toMatchObject({ code: 'CRON_JOB_CHANGED' });
    const patch = {
      payload: { kind: 'agentTurn', timeoutSeconds: 60 },
      schedule: { kind: 'cron', expr: '30 2 * * *', tz: 'Europe/Berlin' },
      enabled: true,
    };
    expect(await ask('cron.update', { id, patch })).toMatchObject({
      payload: { message: 'x', timeoutSeconds: 60 },
      schedule: patch.schedule,
      nextRunAtMs: (
        (await ask('schedules.next', { expr: '30 2 * * *', tz: 'Europe/Berlin', count: 1 })) as { times: number[] }
      ).times[0],
    });
    const again = { ...TURN, name: 'Shared again', schedule: every, payload: says('x'), declarationKey: 'k' };
    expect(await ask('cron.add', again)).toMatchObject({
      created: false,
      updated: true,
      job: { id, name: 'Shared again' },
    });
    expect(await ask('schedules.set', { id, missedRuns: 'skip' })).toMatchObject({ id, missedRuns: 'skip' });
    expect(findViolations('CronJob', await ask('cron.update', { id, patch: { name: 'Kept' } }))).toEqual([]);
    expect(await ask('schedules.get', { id })).toMatchObject({ missedRuns: 'skip' });
    expect(await ask('schedules.set', { id, missedRuns: null })).toMatchObject({ missedRuns: null });
    await ask('cron.remove', { id });
  });
});

describe('cron.list', () => {
  it('returns a page that OpenClaw’s command line accepts', async () => {
    const ids: string[] = [];
    for (const name of ['b', 'a', 'c']) ids.push(await add({ name, schedule: every, payload: says('x') }));
    await ask('cron.update', { id: ids[0], patch: { enabled: false } });
    for (const asked of [
      {},
      { includeDisabled: true },
      { limit: 2, offset: 0 },
      { limit: 2, offset: 2, enabled: 'all' },
      { enabled: 'disabled' },
      { query: 'A', includeDisabled: true },
    ]) {
      const page = await ask('cron.list', asked);
      const { jobs, total, offset, limit, hasMore, nextOffset, snapshotRevision } = page as {
        readonly jobs: readonly Fields[];
        readonly [name: string]: unknown;
      };
      expect(offset).toBe('offset' in asked ? asked.offset : 0);
      expect(limit).toBeGreaterThanOrEqual(1);
      expect(snapshotRevision).toMatch(/./);
      expect(nextOffset).toBe(hasMore === true ? Number(offset) + jobs.length : null);
      if (hasMore === false) expect(Number(offset) + jobs.length).toBe(total);
      expect(jobs.flatMap((job) => findViolations('CronJob', job))).toEqual([]);
    }
    const byName = (await ask('cron.list', { sortBy: 'name', enabled: 'all' })) as {
      jobs: readonly { name: string }[];
    };
    expect(byName.jobs.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    const first = (await ask('cron.list', {}))['snapshotRevision'];
    for (const id of ids) await ask('cron.remove', { id });
    expect((await ask('cron.list', {}))['snapshotRevision']).not.toBe(first);
  });

  it('has a limit, and one more schedule is rejected', async () => {
    await ask('config.patch', {
      raw: JSON.stringify({ schedules: { maxJobs: 1 } }),
      baseHash: (await ask('config.get'))['hash'],
    });
    const id = await add({ name: 'last', schedule: every, payload: says('x') });
    expect(await refusal('cron.add', { ...TURN, name: 'one more', schedule: every, payload: says('x') })).toMatchObject(
      {
        code: 'CRON_JOB_LIMIT',
      },
    );
    await ask('cron.remove', { id });
  });
});

describe('an agent', () => {
  it('is woken immediately, even with a repeated text', async () => {
    for (const round of [1, 2]) {
      await ask('wake', { mode: 'now', text: 'The build is red.' });
      await expect.poll(() => told().split('The build is red.').length - 1).toBe(round);
    }
    const history = await ask('chat.history', { sessionKey: 'main' });
    expect(JSON.stringify(history['messages'])).toContain('The build is red.');
  });

  it('is woken once by a repeated call with the same idempotency key', async () => {
    const call = { mode: 'now', text: 'The disk is half full.', idempotencyKey: 'wake-once' };
    await Promise.all([ask('wake', call), ask('wake', call)]);
    await ask('wake', call);
    await ask('wake', { mode: 'now', text: 'The disk is empty.', idempotencyKey: 'wake-again' });
    await expect.poll(() => told()).toContain('The disk is empty.');
    expect(told().split('The disk is half full.')).toHaveLength(2);
  });

  it('gets stored notes at its next heartbeat', async () => {
    expect(await ask('set-heartbeats', { enabled: true, every: '2s', prompt: 'Is there nothing to do?' })).toEqual({
      ok: true,
      enabled: true,
      agents: [{ agentId: 'main', enabled: true, every: '2s', everyMs: 2_000 }],
    });
    expect(await ask('health')).toMatchObject({
      heartbeatSeconds: 2,
      agents: [{ heartbeat: { enabled: true, everyMs: 2_000 } }],
    });
    const beat = await ask('cron.list', { query: 'heartbeat' });
    expect(beat).toMatchObject({ jobs: [{ payload: { kind: 'heartbeat' }, declarationKey: 'heartbeat:main' }] });
    expect(await refusal('cron.remove', { id: 'heartbeat:main' })).toMatchObject({ code: 'CRON_JOB_MANAGED' });
    await ask('wake', { mode: 'next-heartbeat', text: 'A parcel came.' });
    await expect.poll(() => told()).toMatch(/Is there nothing to do\?[^]*A parcel came\./);
    const last = await heard('heartbeat', ({ status }) => status === 'ok-token');
    expect(last).toMatchObject({ agentId: 'main', silent: true, ts: expect.any(Number) });
    expect(await ask('last-heartbeat')).toMatchObject({ agentId: 'main' });
    expect(await ask('set-heartbeats', { enabled: false })).toMatchObject({ enabled: false });
    expect(await ask('cron.status')).toMatchObject({ enabled: true, jobs: 0, nextWakeAtMs: null });
  });

  it('gets a scheduled system event in its main session', async () => {
    const id = await add({
      name: 'ping',
      schedule: every,
      sessionTarget: 'main',
      payload: { kind: 'systemEvent', text: 'ping of the hour' },
    });
    await ask('cron.run', { id });
    expect(await finished(id)).toMatchObject({ status: 'ok', sessionKey: 'agent:main:main' });
    expect(told()).toContain('ping of the hour');
    await ask('cron.remove', { id });
  });
});
