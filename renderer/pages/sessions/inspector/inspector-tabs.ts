// The registry of inspector tabs: one line each. A tab loads when it first opens.
import { FolderTree, Info, SquareTerminal, type LucideIcon } from 'lucide-react';
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import type { PlainMessageId } from '#messages/english.ts';
import { loadPart } from '../../../state/load-part.ts';

/** The props of a tab's component. */
export interface InspectorTabProps {
  readonly sessionKey: string;
}

/** A tab of the inspector. */
export interface InspectorTab {
  readonly id: string;
  readonly title: PlainMessageId;
  readonly icon: LucideIcon;
  readonly component: LazyExoticComponent<ComponentType<InspectorTabProps>>;
}

/** React expects a default export from a lazy module; ours are named. */
function tab<N extends string>(
  load: () => Promise<Readonly<Record<N, ComponentType<InspectorTabProps>>>>,
  name: N,
): InspectorTab['component'] {
  return lazy(async () => ({ default: (await loadPart(load))[name] }));
}

export const INSPECTOR_TABS: readonly InspectorTab[] = [
  {
    id: 'files',
    title: 'sessions.inspector.files',
    icon: FolderTree,
    component: tab(() => import('../../files/files-panel.tsx'), 'FilesPanel'),
  },
  {
    id: 'terminal',
    title: 'sessions.inspector.terminal',
    icon: SquareTerminal,
    component: tab(() => import('../../terminal/terminal-panel.tsx'), 'TerminalPanel'),
  },
  {
    id: 'details',
    title: 'sessions.inspector.details',
    icon: Info,
    component: tab(() => import('./details-tab.tsx'), 'DetailsTab'),
  },
];
