// Data from the gateway that stays current: it is read again after a reconnect, lost events, and the given events.
import { createStore, type StoreApi } from 'zustand/vanilla';
import { RequestError, type GatewayClient } from '#contract/wire/client-api.ts';
import type { EventName } from '#contract/wire/events.ts';
import type { MethodName, MethodParams, MethodResult } from '#contract/methods/registry.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { onFresh } from './connection.ts';

/** Time between two requests that events cause, ms. */
const EVENT_PAUSE_MS = 250;

/** The state of a request. `data` stays while it is reloaded, and if reloading fails. */
export type ResourceState<T> =
  | { readonly status: 'loading'; readonly data?: undefined; readonly error?: undefined }
  | { readonly status: 'ready'; readonly data: T; readonly error?: undefined; readonly refreshing: boolean }
  | { readonly status: 'error'; readonly data?: T | undefined; readonly error: RequestError };

/** A request that is repeated while it is started. */
export interface Resource<T> {
  readonly store: StoreApi<ResourceState<T>>;
  start(): () => void;
  reload(): Promise<void>;
}

/** A request of `method`; nothing is sent before `start`. */
export function createResource<M extends MethodName>(
  client: GatewayClient,
  method: M,
  params: MethodParams<M>,
  refreshOn: readonly EventName[] = [],
): Resource<MethodResult<M>> {
  const store = createStore<ResourceState<MethodResult<M>>>(() => ({ status: 'loading' }));
  let latest = 0;
  const reload = async (): Promise<void> => {
    latest += 1;
    const mine = latest;
    store.setState((state) => (state.status === 'ready' ? { ...state, refreshing: true } : state), true);
    try {
      const data = await client.request(method, params);
      if (mine === latest) store.setState({ status: 'ready', data, refreshing: false }, true);
    } catch (cause) {
      if (mine === latest)
        store.setState((state) => ({ status: 'error', data: state.data, error: asRequestError(cause) }), true);
    }
  };
  const start = () => {
    const again = paced(reload);
    const stops = [onFresh(client, () => void reload()), ...refreshOn.map((event) => client.on(event, again.call))];
    return () => {
      latest += 1;
      again.stop();
      for (const stop of stops) stop();
    };
  };
  return { store, start, reload };
}

/** Many events at once cause few requests: the first immediately, the others together, {@link EVENT_PAUSE_MS} later. */
export function paced(run: () => Promise<void>): { readonly call: () => void; readonly stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isWanted = false;
  const call = (): void => {
    if (timer !== undefined) {
      isWanted = true;
      return;
    }
    isWanted = false;
    timer = setTimeout(() => {
      timer = undefined;
      if (isWanted) call();
    }, EVENT_PAUSE_MS);
    void run();
  };
  return { call, stop: () => clearTimeout(timer) };
}

/** Turns any error into one that can be shown. */
export function asRequestError(cause: unknown): RequestError {
  if (cause instanceof RequestError) return cause;
  return new RequestError('UNKNOWN', errorMessage(cause));
}

/** The gateway's hint for a failed request, if it gave one. */
export function getHint(error: RequestError): string | undefined {
  const hint = error.details['hint'];
  return typeof hint === 'string' ? hint : undefined;
}
