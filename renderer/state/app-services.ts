// Client and stores of the app, put together once.
import type { StoreApi } from 'zustand/vanilla';
import type { GatewayClient } from '#contract/client-api.ts';
import { createCatalog, type Catalog } from './catalog.ts';
import { followConnection, type ConnectionView } from './connection.ts';
import { createPendingApprovals, type PendingApprovals } from './pending-approvals.ts';
import { createPreferences, type PreferenceStore } from './preferences.ts';
import { createSessionList, type SessionList } from './session-list.ts';
import type { TextStorage } from './storage.ts';

/** Everything that components reach through `useServices`. */
export interface AppServices {
  readonly client: GatewayClient;
  readonly connection: StoreApi<ConnectionView>;
  readonly sessions: SessionList;
  readonly approvals: PendingApprovals;
  readonly catalog: Catalog;
  readonly preferences: PreferenceStore;
}

/** What the app needs of its platform. */
export interface AppPlatform {
  readonly storage: TextStorage;
  now(): number;
  after(ms: number, run: () => void): () => void;
}

/** Builds the stores over a client that is not started yet. */
export function createServices(client: GatewayClient, platform: AppPlatform): AppServices {
  return {
    client,
    connection: followConnection(client, () => platform.now()).store,
    sessions: createSessionList(client, (ms, run) => platform.after(ms, run)),
    approvals: createPendingApprovals(client),
    catalog: createCatalog(client),
    preferences: createPreferences(client, platform.storage),
  };
}
