// Test doubles of the browser and the gateway, for the tests of the stores.
import { RequestError, type ConnectionState, type GatewayClient } from '#contract/wire/client-api.ts';
import type { TextStorage } from '../storage.ts';

/** Storage in memory. */
export function memoryStorage(): TextStorage {
  const map = new Map<string, string>();
  return {
    get: (key) => map.get(key),
    set: (key, value) => void map.set(key, value),
    remove: (key) => void map.delete(key),
    keys: () => [...map.keys()],
  };
}

/** Answers a call. */
export type Answer = (method: string, params: Readonly<Record<string, unknown>>) => unknown;

/** A client that is connected; `answer` answers or throws, `emit` raises an event. */
export function scriptedClient(answer: Answer) {
  const calls: { readonly method: string; readonly params: Readonly<Record<string, unknown>> }[] = [];
  const listeners = new Map<string, ((payload: unknown) => void)[]>();
  const ready: ConnectionState = { kind: 'ready' };
  const client = {
    state: () => ready,
    hello: () => undefined,
    onState: () => () => undefined,
    onGap: () => () => undefined,
    start: () => undefined,
    stop: () => undefined,
    retryNow: () => undefined,
    on: (event: string, listener: (payload: unknown) => void) => {
      listeners.set(event, [...(listeners.get(event) ?? []), listener]);
      return () => undefined;
    },
    request: async (method: string, params: Readonly<Record<string, unknown>>) => {
      calls.push({ method, params });
      return answer(method, params);
    },
  } as unknown as GatewayClient; // The script answers with what each test needs, so methods are not told apart here.
  const emit = (event: string, payload: unknown): void => {
    for (const listener of listeners.get(event) ?? []) listener(payload);
  };
  return { client, calls, emit };
}

/** The gateway's refusal. */
export function refusal(message: string): RequestError {
  return new RequestError('INVALID_REQUEST', message);
}

/** Lets everything run that was promised. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
