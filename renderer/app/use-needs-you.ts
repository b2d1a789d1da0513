// Counts what is waiting for the user.
import { useStore } from 'zustand';
import { t } from '#messages/translate.ts';
import type { PageDefinition } from '../pages/define-page.ts';
import { useServices } from '../state/use-client.ts';

/** Number of pending approvals in all sessions. */
export function useNeedsYou(): number {
  return useStore(useServices().approvals.store, (state) => state.pending.length);
}

/** Number of pending access requests: devices, nodes, and sensitive calls. */
export function useAccessWaiting(): number {
  return useStore(useServices().access.store, (state) => state.pending.length);
}

/** The badge on a page's icon: a number, and what it counts. */
export function usePageCount(badge: PageDefinition['badge']): { readonly value: number; readonly label: string } {
  const approvals = useNeedsYou();
  const access = useAccessWaiting();
  if (badge === 'approvals') return { value: approvals, label: t('app.approvalsWaiting', { count: approvals }) };
  return { value: badge === 'access' ? access : 0, label: t('app.accessRequests', { count: access }) };
}
