// The client and the stores of the app.
import type { StoreApi } from 'zustand/vanilla';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { createAccessRequests, type AccessRequests } from './access-requests.ts';
import { createCatalog, type Catalog } from './catalog.ts';
import { createChangeCounts, type ChangeCounts } from './change-counts.ts';
import { followConnection, type ConnectionView } from './connection.ts';
import { createDrafts, type Drafts } from './drafts.ts';
import type { FrameSource } from './flush-turns.ts';
import type { Layout } from './layout.ts';
import { createLayout } from './layout-storage.ts';
import type { NoticeSurface } from '../notifications/surface.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { createPausedRuns, type PausedRuns } from './paused-runs.ts';
import { createPendingApprovals, type PendingApprovals } from './pending-approvals.ts';
import { createPendingQuestions, type PendingQuestions } from './pending-questions.ts';
import { createPreferences, type PreferenceStore } from './preferences.ts';
import { createProjectList, type ProjectList } from './project-list.ts';
import { createRunQueue, type RunQueue } from './run-queue.ts';
import { createSetupFeed, type SetupFeed } from './setup-feed.ts';
import { createSavedLayouts, type SavedLayouts } from './saved-layouts.ts';
import { createSessionFeed, type SessionFeed } from './session-feed.ts';
import { createSessionList, type SessionList } from './session-list.ts';
import type { TextStorage } from './storage.ts';
import type { After } from './timers.ts';

/** What `useServices` returns. */
export interface AppServices {
  readonly client: GatewayClient;
  readonly connection: StoreApi<ConnectionView>;
  readonly sessions: SessionList;
  readonly feed: SessionFeed;
  readonly approvals: PendingApprovals;
  readonly questions: PendingQuestions;
  readonly paused: PausedRuns;
  readonly runQueue: RunQueue;
  readonly projects: ProjectList;
  readonly changeCounts: ChangeCounts;
  readonly setups: SetupFeed;
  readonly access: AccessRequests;
  readonly catalog: Catalog;
  readonly preferences: PreferenceStore;
  readonly outbox: Outbox;
  readonly drafts: Drafts;
  readonly layout: StoreApi<Layout>;
  readonly savedLayouts: SavedLayouts;
  readonly notices: NoticeSurface;
  newId(): string;
}

/** What the app needs from the browser. */
export interface AppPlatform {
  readonly storage: TextStorage;
  /** The storage of this window alone. */
  readonly ownStorage?: TextStorage;
  readonly frames: FrameSource;
  readonly notices: NoticeSurface;
  now(): number;
  newId(): string;
  readonly after: After;
}

/** Creates the stores for a client that is not started yet. */
export function createServices(client: GatewayClient, platform: AppPlatform): AppServices {
  const { storage, frames, notices, now, newId, after } = platform;
  return {
    client,
    connection: followConnection(client, now),
    sessions: createSessionList(client, after),
    feed: createSessionFeed(client, frames, after),
    approvals: createPendingApprovals(client, now),
    questions: createPendingQuestions(client),
    paused: createPausedRuns(client),
    runQueue: createRunQueue(client),
    projects: createProjectList(client),
    changeCounts: createChangeCounts(client),
    setups: createSetupFeed(client),
    access: createAccessRequests(client, { now, after }),
    catalog: createCatalog(client),
    preferences: createPreferences(client, storage),
    outbox: createOutbox({ client, storage, newId, after }),
    drafts: createDrafts(storage),
    layout: createLayout(storage, platform.ownStorage),
    savedLayouts: createSavedLayouts(storage, newId),
    notices,
    newId,
  };
}
