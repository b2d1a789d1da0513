// How many decisions wait for the user.
import { useStore } from 'zustand';
import { useServices } from '../state/use-client.ts';

/** Number of pending approvals over all sessions. */
export function useNeedsYou(): number {
  return useStore(useServices().approvals.store, (state) => state.pending.length);
}
