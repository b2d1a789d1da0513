// Hooks for the gateway, the stores, and commands.
import { createContext, use, useEffect, useMemo, useRef } from 'react';
import { useStore, type StoreApi } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { AgentSettings } from '#contract/types/agents.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { supports } from '#contract/wire/features.ts';
import type { EventName } from '#contract/wire/events.ts';
import type { MethodName, MethodParams, MethodResult } from '#contract/methods/registry.ts';
import type { SessionRow } from '#contract/types/sessions.ts';
import type { AppServices } from './app-services.ts';
import { handleCommand, type Handler } from './commands.ts';
import type { CommandId } from './key-map.ts';
import { createResource, type ResourceState } from './resource.ts';
import { routeStore, type Route } from './route.ts';
import type { OpenSession } from './session-feed.ts';

/** One object that never changes: the stores change, not the context. */
export const ServicesContext = createContext<AppServices | undefined>(undefined);

/** The client and the stores of the app. */
export function useServices(): AppServices {
  const services = use(ServicesContext);
  if (services === undefined) throw new Error('useServices is used outside of ServicesContext');
  return services;
}

/** The connection to the gateway. */
export function useClient(): GatewayClient {
  return useServices().client;
}

/** Whether the gateway has these methods. */
export function useSupports(...methods: readonly MethodName[]): boolean {
  return useStore(useServices().connection, ({ hello }) => supports(hello, ...methods));
}

/** A selector that creates a new list or object each time; re-renders only if an element changes. */
export function useShallowStore<S, T>(store: StoreApi<S>, select: (state: S) => T): T {
  return useStore(store, useShallow(select));
}

/** A row of the session list. */
export function useSessionRow(key: string | undefined): SessionRow | undefined {
  return useStore(useServices().sessions.store, ({ rows }) => rows.find((row) => row.key === key));
}

/** The settings of an agent. */
export function useAgentSettings(agentId: string | undefined): AgentSettings | undefined {
  return useStore(useServices().catalog.agentSettings.store, ({ data }) =>
    data?.agents.find((agent) => agent.agentId === agentId),
  );
}

/** An open session, followed while the component is mounted. */
export function useOpenSession(key: string): OpenSession {
  const { feed } = useServices();
  const session = useMemo(() => feed.open(key), [feed, key]);
  useEffect(() => session.hold(), [session]);
  return session;
}

/** The current route. */
export function useRoute(): Route {
  return useStore(routeStore);
}

/** Requests a method and keeps the result current; see {@link ResourceState}. `refreshOn`: events after which it is read again. */
export function useRequest<M extends MethodName>(
  method: M,
  params: MethodParams<M>,
  refreshOn: readonly EventName[] = [],
): ResourceState<MethodResult<M>> & { readonly reload: () => Promise<void> } {
  const client = useClient();
  const key = JSON.stringify([method, params, refreshOn]);
  const resource = useMemo(() => {
    // The key is the call as plain data, so that equal calls share their resource.
    const call = JSON.parse(key) as [M, MethodParams<M>, readonly EventName[]];
    return createResource(client, ...call);
  }, [client, key]);
  useEffect(() => resource.start(), [resource]);
  return { ...useStore(resource.store), reload: resource.reload };
}

/** Handles a command while the component is mounted and `enabled`; as `fallback`, only while no other component does. */
export function useCommand(id: CommandId, run: Handler, enabled: boolean | 'fallback' = true): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (enabled === false) return undefined;
    return handleCommand(id, (event) => latest.current(event), enabled === 'fallback');
  }, [id, enabled]);
}
