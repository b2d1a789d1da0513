// The registry of inspector tabs: one line each. A tab loads when it first opens.
import { AppWindow, FolderTree, Info, Layers, ScrollText, SquareTerminal } from 'lucide-react';
import type { MethodName } from '#contract/methods/registry.ts';
import { lazyPart } from '../../../state/load-part.ts';

/** The tabs. Their titles are the messages `sessions.inspector.<id>`; their components get the key of the session. */
export const INSPECTOR_TABS = [
  {
    id: 'files',
    icon: FolderTree,
    needs: ['sessions.files.list'],
    component: lazyPart(() => import('../../files/files-panel.tsx'), 'FilesPanel'),
  },
  {
    id: 'terminal',
    icon: SquareTerminal,
    needs: ['terminal.open'],
    component: lazyPart(() => import('../../terminal/terminal-panel.tsx'), 'TerminalPanel'),
  },
  {
    id: 'console',
    icon: ScrollText,
    needs: ['console.list'],
    component: lazyPart(() => import('../../console/console-panel.tsx'), 'ConsolePanel'),
  },
  {
    id: 'preview',
    icon: AppWindow,
    needs: ['preview.open'],
    component: lazyPart(() => import('../../preview/preview-panel.tsx'), 'PreviewPanel'),
  },
  {
    id: 'context',
    icon: Layers,
    needs: ['sessions.context'],
    component: lazyPart(() => import('./context/context-tab.tsx'), 'ContextTab'),
  },
  { id: 'details', icon: Info, needs: [], component: lazyPart(() => import('./details-tab.tsx'), 'DetailsTab') },
] as const satisfies readonly { readonly needs: readonly MethodName[]; readonly [fact: string]: unknown }[];
