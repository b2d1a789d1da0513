// The menu of a session: the same in the sidebar, on the right mouse key, and in the pane's header.
import { createElement } from 'react';
import {
  Archive,
  ArchiveRestore,
  Columns2,
  Copy,
  MailOpen,
  Pencil,
  Pin,
  PinOff,
  Trash2,
  type LucideIcon,
} from 'lucide-react';
import type { SessionRow } from '#contract/types/sessions.ts';
import type { MenuEntry } from '../../../design/menu.tsx';
import { toast, toastError } from '../../../design/toasts.ts';
import { splitRight } from '../../../state/layout.ts';
import { useServices } from '../../../state/use-client.ts';
import { renameStore } from './rename-state.ts';
import { deleteSession, toggleArchive, togglePin } from './session-tasks.ts';

/** Empty without a row: a session that does not exist has no menu. */
export function useSessionMenu(row: SessionRow | undefined): readonly MenuEntry[] {
  const services = useServices();
  if (row === undefined) return [];
  const { layout, newId, sessions } = services;
  const openSidebar = (): void => layout.setState({ sidebarOpen: true });
  return [
    {
      kind: 'item',
      label: 'Open beside',
      icon: icon(Columns2),
      run: () => layout.setState((state) => splitRight(state, row.key, newId)),
    },
    {
      kind: 'item',
      label: 'Rename',
      icon: icon(Pencil),
      run: () => {
        openSidebar();
        // After the menu has given the focus back.
        setTimeout(() => renameStore.setState({ key: row.key }), 50);
      },
    },
    {
      kind: 'item',
      label: row.pinned === true ? 'Unpin' : 'Pin',
      icon: icon(row.pinned === true ? PinOff : Pin),
      run: () => togglePin(services, row),
    },
    {
      kind: 'item',
      label: 'Mark as unseen',
      icon: icon(MailOpen),
      run: () =>
        void sessions
          .patch(row.key, { unread: true })
          .catch((cause: unknown) => toastError('The session could not be marked', cause)),
    },
    {
      kind: 'item',
      label: 'Copy session key',
      icon: icon(Copy),
      run: () => void navigator.clipboard.writeText(row.key).then(() => toast({ title: 'Copied' })),
    },
    { kind: 'line' },
    {
      kind: 'item',
      label: row.archived === true ? 'Bring back' : 'Archive',
      icon: icon(row.archived === true ? ArchiveRestore : Archive),
      run: () => toggleArchive(services, row),
    },
    { kind: 'item', label: 'Delete', icon: icon(Trash2), danger: true, run: () => deleteSession(services, row) },
  ];
}

function icon(Icon: LucideIcon) {
  return createElement(Icon, { size: 14 });
}
