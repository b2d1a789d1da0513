// Runs that are paused at a budget. The sidebar and Home read this list; the card is in the session.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PausedRun } from '#contract/types/budgets.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { supports } from '#contract/wire/features.ts';
import { onFresh } from './connection.ts';

/** Oldest first. */
export type PausedRuns = StoreApi<{ readonly paused: readonly PausedRun[] }>;

/** Follows the gateway's paused runs for as long as the app lives. */
export function createPausedRuns(client: GatewayClient): PausedRuns {
  const store: PausedRuns = createStore(() => ({ paused: [] }));
  let latest = 0;
  const read = async (): Promise<void> => {
    if (!supports(client.hello(), 'budgets.list')) return;
    latest += 1;
    const mine = latest;
    try {
      const { paused } = await client.request('budgets.list', {});
      if (mine === latest) store.setState({ paused });
    } catch {
      // The list stays; it is read again after a reconnect.
    }
  };
  onFresh(client, () => void read());
  client.on('budgets.changed', () => void read());
  return store;
}
