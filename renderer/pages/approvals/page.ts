// The approvals page, for the registry.
import { ShieldCheck } from 'lucide-react';
import { definePage } from '../define-page.ts';

/** Pending approvals, history, and rules. */
export const approvalsPage = definePage({
  segment: 'approvals',
  title: 'approvals.title',
  icon: ShieldCheck,
  place: 'top',
  onPhoneBar: true,
  badge: 'approvals',
  keys: ['3', 'Mod+Shift+A'],
  needs: ['approvals.list'],
  load: async () => (await import('./approvals-page.tsx')).ApprovalsPage,
});
