// A provider that is limited for an hour: the run waits, other clients see it, and a person continues it.
// Proves: AG-8
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { QuotaWait } from '#contract/types/quota.ts';
import type { SessionRow } from '#contract/types/sessions.ts';
import { waitUntil } from '../support/wait-until.ts';
import { startOwnClient, type OwnClient } from './support/own-client.ts';
import { MODEL, startProtocolHost, type ProtocolHost } from './support/protocol-host.ts';

const HOUR_MS = 60 * 60_000;

let gateway: ProtocolHost;
let own: OwnClient;
let isLimited = true;

beforeAll(async () => {
  gateway = await startProtocolHost(
    () =>
      isLimited
        ? { status: 429, headers: { 'retry-after': '3600' } }
        : { steps: [{ say: 'An answer.' }], usage: { input: 1, output: 1 } },
    { config: { titles: { automatic: false } } },
  );
  own = startOwnClient(gateway.url);
  await own.client.request('setup.choose', { model: MODEL, workspace: gateway.workspace, done: true });
});
afterAll(async () => {
  own.stop();
  await gateway.stop();
});

async function waitFor(sessionKey: string): Promise<QuotaWait> {
  let quota: QuotaWait | undefined;
  await waitUntil('the wait', async () => {
    const { sessions } = await own.client.request('sessions.list', {});
    quota = sessions.find(({ key }) => key === sessionKey)?.quota;
    return quota !== undefined;
  });
  if (quota === undefined) throw new Error('the run does not wait');
  return quota;
}

describe('a run that waits for a limit to reset', () => {
  it('is in the list of sessions and the timeline, and continues on request', async () => {
    const { client } = own;
    const changes: SessionRow[] = [];
    client.on('sessions.changed', ({ session }) => void (session !== undefined && changes.push(session)));
    await client.request('sessions.subscribe', {});
    const sessionKey = 'agent:main:limited';
    const before = Date.now();
    await client.request('chat.send', { sessionKey, message: 'go', idempotencyKey: 'limited' });
    const { waitId, ...wait } = await waitFor(sessionKey);
    expect(wait).toMatchObject({ provider: 'anthropic', providerName: 'Anthropic' });
    expect(wait.resumesAtMs).toBeGreaterThanOrEqual(before + HOUR_MS);
    expect(wait.resumesAtMs).toBeLessThanOrEqual(Date.now() + HOUR_MS);
    await waitUntil('the change of the row', () => changes.some(({ quota }) => quota?.waitId === waitId));
    await expect(client.request('runs.continue', { waitId, model: 'nobody/nothing' })).rejects.toThrow('nobody');
    isLimited = false;
    await client.request('runs.continue', { waitId });
    expect(await client.request('agent.wait', { runId: 'limited' })).toMatchObject({ status: 'ok' });
    const { steps } = await client.request('runs.timeline', { runId: 'limited' });
    expect(steps.map(({ kind }) => kind)).toEqual(['request', 'quota', 'request']);
    expect(steps[1]).toMatchObject({ outcome: 'continued', providerName: 'Anthropic' });
    await expect(client.request('runs.continue', { waitId })).rejects.toMatchObject({
      details: { code: 'RUN_NOT_WAITING' },
    });
  });
});
