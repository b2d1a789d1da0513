// The session menu, shared by the sidebar, its context menu, and the pane header.
import { createElement } from 'react';
import {
  Archive,
  ArchiveRestore,
  Columns2,
  Copy,
  FolderInput,
  History,
  MailOpen,
  PanelRight,
  Pencil,
  Pin,
  PinOff,
  Rows2,
  ScrollText,
  Trash2,
  type LucideIcon,
} from 'lucide-react';
import type { SessionRow } from '#contract/types/sessions.ts';
import { t } from '#messages/translate.ts';
import type { MenuEntry } from '../../../design/menu.tsx';
import { copyText } from '../../../design/copy-button.tsx';
import { attempt } from '../../../design/toasts.ts';
import { splitPane, splitRight } from '../../../state/layout.ts';
import { navigate } from '../../../state/route.ts';
import { useServices } from '../../../state/use-client.ts';
import { sheetStore } from '../details/sheet-store.ts';
import { earlierStore } from './earlier-dialog.tsx';
import { groupStore } from './group-dialog.tsx';
import { deleteSession, renameStore, toggleArchive, togglePin } from './session-tasks.ts';

/** Empty for a session that doesn't exist yet. */
export function useSessionMenu(row: SessionRow | undefined): readonly MenuEntry[] {
  const services = useServices();
  if (row === undefined) return [];
  const { layout, newId, sessions } = services;
  const rename = (): void => {
    layout.setState({ sidebarOpen: true });
    // Once the menu has returned the focus.
    setTimeout(() => renameStore.setState({ key: row.key }), 50);
  };
  const { pinned = false, archived = false } = row;
  return [
    item(t('sessions.menu.openBeside'), Columns2, () => layout.setState((state) => splitRight(state, row.key, newId))),
    item(t('sessions.menu.openBelow'), Rows2, () =>
      layout.setState((state) => splitPane(state, 'bottom', row.key, newId)),
    ),
    item(t('sessions.menu.rename'), Pencil, rename),
    item(pinned ? t('sessions.menu.unpin') : t('sessions.menu.pin'), pinned ? PinOff : Pin, () =>
      togglePin(services, row),
    ),
    item(t('sessions.menu.markUnread'), MailOpen, () =>
      attempt(t('sessions.markFailed'), () => sessions.patch(row.key, { unread: true })),
    ),
    item(t('sessions.move'), FolderInput, () => groupStore.setState({ rows: [row] })),
    item(t('sessions.details.open'), PanelRight, () => sheetStore.setState({ key: row.key })),
    item(t('sessions.earlier'), History, () => earlierStore.setState({ key: row.key })),
    item(t('sessions.menu.showLog'), ScrollText, () => navigate(`/logs?session=${encodeURIComponent(row.key)}`)),
    item(t('sessions.menu.copyKey'), Copy, () => copyText(row.key)),
    { kind: 'line' },
    item(archived ? t('sessions.menu.restore') : t('sessions.menu.archive'), archived ? ArchiveRestore : Archive, () =>
      toggleArchive(services, row),
    ),
    { ...item(t('controls.delete'), Trash2, () => deleteSession(services, row)), danger: true },
  ];
}

function item(label: string, icon: LucideIcon, run: () => void) {
  return { kind: 'item', label, icon: createElement(icon, { size: 14 }), run } as const;
}
