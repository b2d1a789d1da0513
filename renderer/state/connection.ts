// The connection as pages see it: one client, and a store that mirrors its state.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ConnectionState, GatewayClient, Hello } from '#contract/wire/client-api.ts';

/** Mirror of the client's state. `since` is when this kind of state started, Unix ms. */
export interface ConnectionView {
  readonly state: ConnectionState;
  readonly since: number;
  /** True once the gateway has answered; from then on a lost connection keeps the pages on the screen. */
  readonly wasReady: boolean;
  readonly hello?: Hello;
}

/** Follows the client; `stop` ends that. */
export function followConnection(
  client: GatewayClient,
  now: () => number,
): { readonly store: StoreApi<ConnectionView>; stop(): void } {
  const store = createStore<ConnectionView>(() => ({ state: client.state(), since: now(), wasReady: false }));
  const stop = client.onState((state) => {
    const before = store.getState();
    const hello = client.hello();
    store.setState({
      state,
      since: state.kind === before.state.kind ? before.since : now(),
      wasReady: before.wasReady || state.kind === 'ready',
      ...(hello === undefined ? {} : { hello }),
    });
  });
  return { store, stop };
}

/** Calls `run` now if connected, and again each time that what was read may be old: after a reconnect and after lost events. */
export function onFresh(client: GatewayClient, run: () => void): () => void {
  let ready = client.state().kind === 'ready';
  if (ready) run();
  const stopState = client.onState((state) => {
    const wasReady = ready;
    ready = state.kind === 'ready';
    if (ready && !wasReady) run();
  });
  const stopGap = client.onGap(run);
  return () => {
    stopState();
    stopGap();
  };
}
