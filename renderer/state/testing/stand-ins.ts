// Test doubles of the browser and the gateway, for the tests of the stores.
import { createStore } from 'zustand/vanilla';
import { RequestError, type ConnectionState, type GatewayClient } from '#contract/wire/client-api.ts';
import type { NoticeSurface, ShownNotice } from '../../notifications/surface.ts';
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

/** A place for notifications that records what it shows; `dismiss` stands for the user. */
export function recordingSurface() {
  const permission: NoticeSurface['permission'] = createStore(() => ({ state: 'granted' }));
  const shown = new Map<string, ShownNotice>();
  const history: ShownNotice[] = [];
  let onDismiss: (id: string) => void = () => undefined;
  const surface: NoticeSurface = {
    permission,
    request: async () => undefined,
    show(notice) {
      shown.set(notice.id, notice);
      history.push(notice);
    },
    close: (id) => void shown.delete(id),
    closeAll: () => shown.clear(),
    onDismiss: (listener) => void (onDismiss = listener),
  };
  const dismiss = (id: string): void => {
    shown.delete(id);
    onDismiss(id);
  };
  return { surface, shown, history, dismiss };
}

/** Answers a call. */
export type Answer = (method: string, params: Readonly<Record<string, unknown>>) => unknown;

/** A client that is connected; `answer` answers or throws, `emit` raises an event, `become` changes its connection. */
export function scriptedClient(answer: Answer) {
  const calls: { readonly method: string; readonly params: Readonly<Record<string, unknown>> }[] = [];
  const listeners = new Map<string, ((payload: unknown) => void)[]>();
  const stateListeners = new Set<(state: ConnectionState) => void>();
  let state: ConnectionState = { kind: 'connected' };
  const client = {
    state: () => state,
    hello: () => undefined,
    onState: (listener: (state: ConnectionState) => void) => {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
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
  const become = (next: ConnectionState): void => {
    state = next;
    for (const listener of stateListeners) listener(next);
  };
  return { client, calls, emit, become };
}

/** The gateway's refusal. */
export function refusal(message: string): RequestError {
  return new RequestError('INVALID_REQUEST', message);
}

/** Lets everything run that was promised. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
