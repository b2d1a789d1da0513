// The branch points of a session while its transcript is visible.
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { BranchPointFacts } from '#contract/types/session-history.ts';
import { createBranchPoints } from '../../../state/branch-points.ts';
import type { OpenSession } from '../../../state/session-feed.ts';
import { useClient } from '../../../state/use-client.ts';

/** By message; empty for a conversation without branches. */
export function useBranchPoints(session: OpenSession, sessionKey: string): ReadonlyMap<string, BranchPointFacts> {
  const client = useClient();
  const branched = useStore(session.store, (state) => state.view.branched === true);
  const points = useMemo(() => createBranchPoints(client, sessionKey, () => branched), [client, sessionKey, branched]);
  useEffect(() => points.start(), [points]);
  return useStore(points.store, (state) => state.points);
}
