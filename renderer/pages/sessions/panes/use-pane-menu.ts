// The menu of a pane: split, maximize, close, reopen.
import { createElement } from 'react';
import {
  Columns2,
  LayoutGrid,
  Maximize2,
  Minimize2,
  RotateCcw,
  Rows2,
  Save,
  Scaling,
  Settings2,
  X,
  type LucideIcon,
} from 'lucide-react';
import { useStore } from 'zustand';
import { t } from '#messages/translate.ts';
import type { MenuEntry } from '../../../design/menu.tsx';
import { defined } from '#contract/types/defined.ts';
import { runCommand } from '../../../state/commands.ts';
import { firstKey } from '../../../state/key-bindings.ts';
import {
  closePane,
  evenPanes,
  focusPane,
  newDraftKey,
  reopenLast,
  splitPane,
  toggleMaximized,
  type Layout,
  type Pane,
} from '../../../state/layout.ts';
import { isApplied } from '../../../state/saved-layouts.ts';
import { useServices } from '../../../state/use-client.ts';
import { applySaved } from './layout-actions.ts';

/** `alone`: the only pane. */
export function usePaneMenu(pane: Pane, alone: boolean): readonly MenuEntry[] {
  const { layout, newId } = useServices();
  const layouts = useLayoutEntries();
  const maximized = useStore(layout, (state) => state.maximized);
  const canReopen = useStore(layout, (state) => state.closed.length > 0);
  const change = (edit: (state: Layout) => Layout) => (): void =>
    layout.setState((state) => edit(focusPane(state, pane.id)));
  const split = (side: 'right' | 'bottom') => change((state) => splitPane(state, side, newDraftKey(newId), newId));
  return [
    item(t('sessions.splitRight'), Columns2, split('right'), firstKey('pane.split')),
    item(t('sessions.splitDown'), Rows2, split('bottom'), firstKey('pane.splitDown')),
    ...(alone
      ? []
      : [
          maximized
            ? item(t('sessions.restorePanes'), Minimize2, change(toggleMaximized), firstKey('pane.maximize'))
            : item(t('sessions.maximizePane'), Maximize2, change(toggleMaximized), firstKey('pane.maximize')),
          item(t('sessions.evenPanes'), Scaling, change(evenPanes)),
          item(
            t('sessions.closePane'),
            X,
            change((state) => closePane(state, pane.id)),
            firstKey('pane.close'),
          ),
        ]),
    {
      ...item(t('sessions.reopenPane'), RotateCcw, () => layout.setState(reopenLast), firstKey('pane.reopen')),
      disabled: !canReopen,
    },
    ...layouts,
  ];
}

/** The saved layouts, the open one with a check mark. */
function useLayoutEntries(): readonly MenuEntry[] {
  const services = useServices();
  const layouts = useStore(services.savedLayouts.store, (state) => state.layouts);
  const applied = useStore(services.layout, (state) => layouts.find((saved) => isApplied(state, saved))?.id);
  return [
    { kind: 'line' },
    ...(layouts.length === 0 ? [] : [{ kind: 'title', label: t('layouts.title') } as const]),
    ...layouts.map((saved) => ({
      ...item(saved.name, LayoutGrid, () => applySaved(services, saved)),
      checked: saved.id === applied,
    })),
    item(t('layouts.save'), Save, () => void runCommand('layout.save')),
    ...(layouts.length === 0 ? [] : [item(t('layouts.manage'), Settings2, () => void runCommand('layout.manage'))]),
  ];
}

function item(label: string, icon: LucideIcon, run: () => void, keys?: string) {
  return { kind: 'item', label, icon: createElement(icon, { size: 14 }), run, ...defined({ keys }) } as const;
}
