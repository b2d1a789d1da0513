// Conformance of the store of sent model requests.
import { expect, it } from 'vitest';
import { KEPT_REQUESTS, REQUEST_RETENTION_MS, type ModelRequestRecord } from '#core/ports/model-request-store.ts';
import type { Store } from '#core/ports/store.ts';
import { AUDIT, KEY, saying, sessionRecord, T0 } from './store-samples.ts';

/** A request. */
export const modelRequest = (id: string, more: Partial<ModelRequestRecord> = {}): ModelRequestRecord => ({
  id,
  sessionKey: KEY,
  ownerId: 'ada',
  runId: 'run',
  purpose: 'turn',
  at: T0,
  durationMs: 5,
  attempt: 1,
  provider: 'test',
  model: 'one',
  seq: 3,
  images: true,
  pdfs: false,
  parts: { system: 's', tools: 't' },
  maxOutput: 100,
  thinking: 'off',
  promptTokens: 50,
  ...more,
});

const PARTS = [
  { hash: 's', text: '["You are kind."]' },
  { hash: 't', text: '[]' },
];

/** Registers the tests. */
export function modelRequestConformance(store: () => Store): void {
  const requests = () => store().modelRequests;

  it('keeps requests with their parts, in order', async () => {
    const [first, second] = [modelRequest('a'), modelRequest('b', { at: T0 + 1 })];
    await requests().add(second, PARTS);
    await requests().add(first, PARTS.slice(0, 1));
    expect(await requests().ofRun('run')).toEqual([first, second]);
    expect(await requests().ofRun('other')).toEqual([]);
    expect(await requests().get('b')).toEqual(second);
    expect(await requests().part(KEY, 's')).toBe('["You are kind."]');
    expect(await requests().part('agent:main:other', 's')).toBeUndefined();
  });

  it('removes requests that are too old, and parts that only they had', async () => {
    await requests().add(modelRequest('old'), PARTS);
    const later = T0 + REQUEST_RETENTION_MS + 1;
    await requests().add(modelRequest('new', { at: later }), PARTS.slice(0, 1));
    expect(await requests().get('old')).toBeUndefined();
    expect(await requests().part(KEY, 's')).toBeDefined();
    expect(await requests().part(KEY, 't')).toBeUndefined();
  });

  it('keeps the newest requests of each session', async () => {
    await requests().add(modelRequest('other', { sessionKey: 'agent:main:other' }), []);
    for (let index = 0; index <= KEPT_REQUESTS; index += 1)
      await requests().add(modelRequest(`r${index}`, { at: T0 + index }), []);
    expect(await requests().get('r0')).toBeUndefined();
    expect(await requests().get('r1')).toBeDefined();
    expect(await requests().get('other')).toBeDefined();
  });

  it('removes requests with their session', async () => {
    await store().sessions.commit(saying(KEY, 'hi', { create: sessionRecord(KEY) }));
    await requests().add(modelRequest('a'), PARTS);
    await store().sessions.patch(KEY, { deletedAt: T0 });
    await store().sessions.purgeDeleted(T0 + 1);
    expect(await requests().get('a')).toBeUndefined();
    expect(await requests().part(KEY, 's')).toBeUndefined();
    await requests().add(modelRequest('b'), PARTS);
    await store().sessions.purgeAll(AUDIT);
    expect(await requests().get('b')).toBeUndefined();
    expect(await requests().part(KEY, 's')).toBeUndefined();
  });
}
