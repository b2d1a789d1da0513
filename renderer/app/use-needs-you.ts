// How many decisions wait for the user.
import { useStore } from 'zustand';
import { useServices } from '../state/use-client.ts';

/** Number of pending approvals over all sessions. */
export function useNeedsYou(): number {
  return useStore(useServices().approvals.store, (state) => state.pending.length);
}

/** Number of devices, nodes and sensitive calls that wait to be allowed. */
export function useAccessWaiting(): number {
  return useStore(useServices().access.store, (state) => state.pending.length);
}

/** What stands on a page's icon: a number, and what it counts. */
export function usePageCount(segment: string): { readonly value: number; readonly label: string } {
  const approvals = useNeedsYou();
  const access = useAccessWaiting();
  if (segment === 'approvals') return { value: approvals, label: 'approvals wait for you' };
  return { value: segment === 'settings' ? access : 0, label: 'wait to be let in' };
}
