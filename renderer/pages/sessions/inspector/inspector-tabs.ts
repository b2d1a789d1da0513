// The registry of inspector tabs: one line each. A tab loads when it first opens.
import { FolderTree, Info, SquareTerminal } from 'lucide-react';
import { lazyPart } from '../../../state/load-part.ts';

/** The tabs. Their titles are the messages `sessions.inspector.<id>`; their components get the key of the session. */
export const INSPECTOR_TABS = [
  { id: 'files', icon: FolderTree, component: lazyPart(() => import('../../files/files-panel.tsx'), 'FilesPanel') },
  {
    id: 'terminal',
    icon: SquareTerminal,
    component: lazyPart(() => import('../../terminal/terminal-panel.tsx'), 'TerminalPanel'),
  },
  { id: 'details', icon: Info, component: lazyPart(() => import('./details-tab.tsx'), 'DetailsTab') },
] as const;
