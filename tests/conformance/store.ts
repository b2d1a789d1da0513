// Conformance suite of the store port, for SQLite and the in-memory store.
// Proves: SE-1, US-1, PK-5
import { afterEach, beforeEach, describe } from 'vitest';
import type { Store } from '#core/ports/store.ts';
import { activityConformance } from './activity.ts';
import { agentFileConformance } from './agent-files.ts';
import { checkpointConformance } from './checkpoints.ts';
import { jobConformance } from './jobs.ts';
import { changesConformance } from './changes.ts';
import { consoleConformance } from './console.ts';
import { projectConformance } from './projects.ts';
import { fileVersionConformance } from './file-versions.ts';
import { runQueueConformance } from './run-queue.ts';
import { scheduleConformance } from './schedules.ts';
import { approvals } from './store-approvals.ts';
import { commits, lists } from './store-commits.ts';
import { conversations } from './store-conversations.ts';
import { records } from './store-records.ts';
import { rules } from './store-rules.ts';
import { restarts, transcripts } from './store-transcripts.ts';
import { usageDays, usageSums } from './store-usage.ts';
import { budgetConformance } from './budgets.ts';
import { shareLinkConformance } from './share-links.ts';
import { dispatchConformance } from './dispatches.ts';
import { modelRequestConformance } from './model-requests.ts';
import { worktreeConformance } from './worktrees.ts';

/** Opens an empty store. `close` closes it and removes its files. */
export type StoreUnderTest = () => Promise<{ readonly store: Store; readonly close: () => Promise<void> }>;

const FACETS = [
  commits,
  checkpointConformance,
  lists,
  transcripts,
  conversations,
  usageSums,
  usageDays,
  restarts,
  approvals,
  rules,
  records,
  jobConformance,
  runQueueConformance,
  projectConformance,
  changesConformance,
  consoleConformance,
  scheduleConformance,
  agentFileConformance,
  activityConformance,
  worktreeConformance,
  budgetConformance,
  dispatchConformance,
  shareLinkConformance,
  modelRequestConformance,
  fileVersionConformance,
];

/** Registers the suite for a kind of store. */
export function storeConformance(name: string, open: StoreUnderTest): void {
  describe(`${name} conforms to the store contract`, () => {
    let store: Store;
    let close: () => Promise<void>;
    beforeEach(async () => {
      ({ store, close } = await open());
    });
    afterEach(() => close());

    for (const facet of FACETS) facet(() => store);
  });
}
