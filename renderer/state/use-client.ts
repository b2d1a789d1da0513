// How components reach the gateway and the stores.
import { createContext, use, useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { EventName } from '#contract/wire/events.ts';
import type { MethodName, MethodParams, MethodResult } from '#contract/methods/registry.ts';
import type { AppServices } from './app-services.ts';
import { handleCommand } from './commands.ts';
import type { CommandId } from './key-map.ts';
import { createResource, type ResourceState } from './resource.ts';
import { routeStore, type Route } from './route.ts';

/** Holds one object that never changes: the stores change, not the context. */
export const ServicesContext = createContext<AppServices | undefined>(undefined);

/** Client and stores of the app. */
export function useServices(): AppServices {
  const services = use(ServicesContext);
  if (services === undefined) throw new Error('useServices is used outside of ServicesContext');
  return services;
}

/** The kept connection to the gateway. */
export function useClient(): GatewayClient {
  return useServices().client;
}

/** The route on the screen. */
export function useRoute(): Route {
  return useStore(routeStore);
}

/** Reads a method and keeps it current; see {@link ResourceState}. `refreshOn` names events after which it is read again. */
export function useRequest<M extends MethodName>(
  method: M,
  params: MethodParams<M>,
  refreshOn: readonly EventName[] = [],
): ResourceState<MethodResult<M>> & { readonly reload: () => Promise<void> } {
  const client = useClient();
  const key = JSON.stringify([method, params, refreshOn]);
  const resource = useMemo(() => {
    // The key is the call itself as plain data, so that equal calls keep their resource.
    const call = JSON.parse(key) as [M, MethodParams<M>, readonly EventName[]];
    return createResource(client, ...call);
  }, [client, key]);
  useEffect(() => resource.start(), [resource]);
  return { ...useStore(resource.store), reload: resource.reload };
}

/** Carries a command out while the component is on the screen and `enabled`. */
export function useCommand(id: CommandId, run: () => void, enabled = true): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => (enabled ? handleCommand(id, () => latest.current()) : undefined), [id, enabled]);
}
