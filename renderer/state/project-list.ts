// The projects of the gateway: what it reported last.
import { createStore, type StoreApi } from 'zustand/vanilla';
import { defined } from '#contract/types/defined.ts';
import { removeHidden } from '#contract/types/hidden-characters.ts';
import type { Project } from '#contract/types/projects.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { supports } from '#contract/wire/features.ts';
import { onFresh } from './connection.ts';

/** Projects that aren't archived, by name, and the default one of new sessions. */
export interface ProjectListState {
  readonly projects: readonly Project[];
  readonly defaultProjectId?: string;
  /** Names by ID, also of archived projects. */
  readonly names: ReadonlyMap<string, string>;
}

/** The list of projects. */
export interface ProjectList {
  readonly store: StoreApi<ProjectListState>;
  reload(): Promise<void>;
}

const EMPTY: ProjectListState = { projects: [], names: new Map() };

/** Follows the gateway's projects for as long as the app lives. */
export function createProjectList(client: GatewayClient): ProjectList {
  const store = createStore<ProjectListState>(() => EMPTY);
  let latest = 0;
  const reload = async (): Promise<void> => {
    if (!supports(client.hello(), 'projects.catalog')) return;
    latest += 1;
    const mine = latest;
    try {
      const { projects: all, defaultProjectId } = await client.request('projects.catalog', {});
      if (mine !== latest) return;
      const projects = all.filter(({ archivedAt }) => archivedAt === undefined);
      const names = new Map(all.map(({ id, name }) => [id, removeHidden(name)]));
      store.setState({ projects, names, ...defined({ defaultProjectId }) }, true);
    } catch {
      // The list stays; it is read again after a reconnect.
    }
  };
  onFresh(client, () => void reload());
  client.on('projects.changed', () => void reload());
  return { store, reload };
}
