// The registry of inspector tabs: one line each. A tab is loaded when it is first opened.
import { FolderTree, Info, SquareTerminal, type LucideIcon } from 'lucide-react';
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import { loadPart } from '../../../state/load-part.ts';

/** What a tab's component gets. */
export interface InspectorTabProps {
  readonly sessionKey: string;
}

/** A tab of the inspector. */
export interface InspectorTab {
  readonly id: string;
  readonly title: string;
  readonly icon: LucideIcon;
  readonly component: LazyExoticComponent<ComponentType<InspectorTabProps>>;
}

/** React wants a default export from a lazy module; we have named ones. */
function tab<N extends string>(
  load: () => Promise<Readonly<Record<N, ComponentType<InspectorTabProps>>>>,
  name: N,
): InspectorTab['component'] {
  return lazy(async () => ({ default: (await loadPart(load))[name] }));
}

export const INSPECTOR_TABS: readonly InspectorTab[] = [
  {
    id: 'files',
    title: 'Files',
    icon: FolderTree,
    component: tab(() => import('../../files/files-panel.tsx'), 'FilesPanel'),
  },
  {
    id: 'terminal',
    title: 'Terminal',
    icon: SquareTerminal,
    component: tab(() => import('../../terminal/terminal-panel.tsx'), 'TerminalPanel'),
  },
  { id: 'details', title: 'Details', icon: Info, component: tab(() => import('./details-tab.tsx'), 'DetailsTab') },
];
