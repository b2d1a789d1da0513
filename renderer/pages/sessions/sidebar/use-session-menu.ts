// The session menu, shared by the sidebar, its context menu, and the pane header.
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
import { t } from '#messages/translate.ts';
import type { MenuEntry } from '../../../design/menu.tsx';
import { copyText } from '../../../design/copy-button.tsx';
import { attempt } from '../../../design/toasts.ts';
import { splitRight } from '../../../state/layout.ts';
import { useServices } from '../../../state/use-client.ts';
import { renameStore } from './rename-state.ts';
import { deleteSession, toggleArchive, togglePin } from './session-tasks.ts';

/** Empty for a session that doesn't exist yet. */
export function useSessionMenu(row: SessionRow | undefined): readonly MenuEntry[] {
  const services = useServices();
  if (row === undefined) return [];
  const { layout, newId, sessions } = services;
  const openSidebar = (): void => layout.setState({ sidebarOpen: true });
  return [
    {
      kind: 'item',
      label: t('sessions.menu.openBeside'),
      icon: icon(Columns2),
      run: () => layout.setState((state) => splitRight(state, row.key, newId)),
    },
    {
      kind: 'item',
      label: t('sessions.menu.rename'),
      icon: icon(Pencil),
      run: () => {
        openSidebar();
        // Once the menu has returned the focus.
        setTimeout(() => renameStore.setState({ key: row.key }), 50);
      },
    },
    {
      kind: 'item',
      label: row.pinned === true ? t('sessions.menu.unpin') : t('sessions.menu.pin'),
      icon: icon(row.pinned === true ? PinOff : Pin),
      run: () => togglePin(services, row),
    },
    {
      kind: 'item',
      label: t('sessions.menu.markUnread'),
      icon: icon(MailOpen),
      run: () => attempt(t('sessions.markFailed'), () => sessions.patch(row.key, { unread: true })),
    },
    {
      kind: 'item',
      label: t('sessions.menu.copyKey'),
      icon: icon(Copy),
      run: () => copyText(row.key),
    },
    { kind: 'line' },
    {
      kind: 'item',
      label: row.archived === true ? t('sessions.menu.restore') : t('sessions.menu.archive'),
      icon: icon(row.archived === true ? ArchiveRestore : Archive),
      run: () => toggleArchive(services, row),
    },
    {
      kind: 'item',
      label: t('sessions.menu.delete'),
      icon: icon(Trash2),
      danger: true,
      run: () => deleteSession(services, row),
    },
  ];
}

function icon(Icon: LucideIcon) {
  return createElement(Icon, { size: 14 });
}
