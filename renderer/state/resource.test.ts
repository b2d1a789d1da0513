// A resource follows events without flooding the gateway.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { createResource } from './resource.ts';

describe('a resource', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is read at once after an event, and once more for all that follow shortly after', async () => {
    const { client, requests, emit } = fakeClient();
    const stop = createResource(client, 'machines.list', {}, ['machines.changed']).start();
    requests.length = 0;
    emit();
    expect(requests).toEqual(['machines.list']);
    for (let count = 0; count < 100; count += 1) emit();
    expect(requests).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(requests).toHaveLength(2);
    emit();
    expect(requests).toHaveLength(3);
    emit();
    stop();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(requests).toHaveLength(3);
  });
});

function fakeClient() {
  const requests: string[] = [];
  const listeners = new Set<() => void>();
  const client = {
    state: () => ({ kind: 'connected' }),
    onState: () => () => undefined,
    onGap: () => () => undefined,
    on: (_: string, listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    request: (method: string) => {
      requests.push(method);
      return Promise.resolve({});
    },
  } as unknown as GatewayClient; // Only these are used here.
  const emit = (): void => {
    for (const listener of listeners) listener();
  };
  return { client, requests, emit };
}
