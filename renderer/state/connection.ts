// The state of the connection as a store, and what to do after a reconnect.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ConnectionState, GatewayClient, Hello } from '#contract/wire/client-api.ts';

/** The client's state. `since` is when the client was connected or lost the connection, Unix ms. */
export interface ConnectionView {
  readonly state: ConnectionState;
  readonly since: number;
  readonly hello?: Hello;
}

/** Follows the client for as long as the app lives. */
export function followConnection(client: GatewayClient, now: () => number): StoreApi<ConnectionView> {
  const store = createStore<ConnectionView>(() => ({ state: client.state(), since: now() }));
  client.onState((state) => {
    const before = store.getState();
    const hello = client.hello();
    store.setState({
      state,
      since: isConnected(state) === isConnected(before.state) ? before.since : now(),
      ...(hello === undefined ? {} : { hello }),
    });
  });
  return store;
}

/** Calls `run` now if connected, and again whenever earlier data may be stale: after a reconnect or lost events. */
export function onFresh(client: GatewayClient, run: () => void): () => void {
  let ready = isConnected(client.state());
  if (ready) run();
  const stopState = client.onState((state) => {
    const wasReady = ready;
    ready = isConnected(state);
    if (ready && !wasReady) run();
  });
  const stopGap = client.onGap(run);
  return () => {
    stopState();
    stopGap();
  };
}

/** Whether the client isn't connected but still expects to be: it reconnects now, later, or on request. */
export function isOffline(state: ConnectionState): boolean {
  return state.kind === 'disconnected' ? state.cause === 'unreachable' : !isConnected(state);
}

function isConnected({ kind }: ConnectionState): boolean {
  return kind === 'connected';
}

/** Waits until the client is connected, or until it is certain that it won't be. */
export function whenOnline(client: GatewayClient): Promise<void> {
  if (!isOffline(client.state())) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = client.onState((state) => {
      if (isOffline(state)) return;
      stop();
      resolve();
    });
  });
}
