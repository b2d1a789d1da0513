// The points where a conversation branches: loaded if it has branches, and again after it is rewound or continued.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { BranchPoint } from '#contract/types/session-history.ts';
import { onFresh } from './connection.ts';

/** Branch points by message. */
export interface BranchPoints {
  readonly store: StoreApi<{ readonly points: ReadonlyMap<string, BranchPoint> }>;
  /** Keeps them current until the returned function is called. */
  start(): () => void;
}

const NONE: ReadonlyMap<string, BranchPoint> = new Map();
const CUTS: ReadonlySet<string> = new Set(['rewound', 'branch.switched', 'message.accepted', 'reset']);

/** `isBranched` is checked before each read. */
export function createBranchPoints(client: GatewayClient, key: string, isBranched: () => boolean): BranchPoints {
  const store = createStore(() => ({ points: NONE }));
  let latest = 0;
  const read = async (): Promise<void> => {
    latest += 1;
    const mine = latest;
    if (!isBranched()) return store.setState({ points: NONE });
    try {
      const { points } = await client.request('sessions.branches.points', { key });
      if (mine === latest) store.setState({ points: new Map(points.map((point) => [point.entryId, point])) });
    } catch {
      // The conversation is readable without them; the next message retries.
    }
  };
  return {
    store,
    start() {
      const stops = [
        onFresh(client, () => void read()),
        client.on('session.event', ({ sessionKey, event }) =>
          sessionKey === key && CUTS.has(event.type) ? void read() : undefined,
        ),
      ];
      return () => {
        latest += 1;
        for (const stop of stops) stop();
      };
    },
  };
}
