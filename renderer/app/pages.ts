// The registry of pages: one line each. The rail, the bottom bar, the palette and the router read it.
import {
  ChartColumn,
  House,
  MessagesSquare,
  ScrollText,
  Settings,
  ShieldCheck,
  Sparkles,
  type LucideIcon,
} from 'lucide-react';
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import type { PlainMessageId } from '#messages/english.ts';
import type { CommandId } from '../state/key-map.ts';
import { loadPart } from '../state/load-part.ts';

/** A page of the app. `segment` is the first part of its route; the page reads the rest (`useRoute`). */
export interface PageDefinition {
  readonly segment: string;
  readonly title: PlainMessageId;
  readonly icon: LucideIcon;
  readonly command: CommandId;
  /** Its place in the rail. On a phone, `phone` pages are in the bottom bar and the others under More. */
  readonly place: 'top' | 'bottom' | 'none';
  readonly phone: boolean;
  /** False: the page fills the window, without rail and bar. */
  readonly frame?: false;
  readonly component: LazyExoticComponent<ComponentType>;
}

/** React expects a default export from a lazy module; ours are named. */
function page<N extends string>(
  load: () => Promise<Readonly<Record<N, ComponentType>>>,
  name: N,
): LazyExoticComponent<ComponentType> {
  return lazy(async () => ({ default: (await loadPart(load))[name] }));
}

export const PAGES: readonly PageDefinition[] = [
  {
    segment: 'home',
    title: 'app.page.home',
    icon: House,
    command: 'go.home',
    place: 'top',
    phone: true,
    component: page(() => import('../pages/home/home-page.tsx'), 'HomePage'),
  },
  {
    segment: 'sessions',
    title: 'app.page.sessions',
    icon: MessagesSquare,
    command: 'go.sessions',
    place: 'top',
    phone: true,
    component: page(() => import('../pages/sessions/sessions-page.tsx'), 'SessionsPage'),
  },
  {
    segment: 'approvals',
    title: 'app.page.approvals',
    icon: ShieldCheck,
    command: 'go.approvals',
    place: 'top',
    phone: true,
    component: page(() => import('../pages/approvals/approvals-page.tsx'), 'ApprovalsPage'),
  },
  {
    segment: 'usage',
    title: 'app.page.usage',
    icon: ChartColumn,
    command: 'go.usage',
    place: 'bottom',
    phone: false,
    component: page(() => import('../pages/usage/usage-page.tsx'), 'UsagePage'),
  },
  {
    segment: 'logs',
    title: 'app.page.logs',
    icon: ScrollText,
    command: 'go.logs',
    place: 'bottom',
    phone: false,
    component: page(() => import('../pages/logs/logs-page.tsx'), 'LogsPage'),
  },
  {
    segment: 'settings',
    title: 'app.page.settings',
    icon: Settings,
    command: 'go.settings',
    place: 'bottom',
    phone: false,
    component: page(() => import('../pages/settings/settings-page.tsx'), 'SettingsPage'),
  },
  {
    segment: 'setup',
    title: 'app.page.setup',
    icon: Sparkles,
    command: 'go.setup',
    place: 'none',
    phone: false,
    frame: false,
    component: page(() => import('../pages/setup/setup-page.tsx'), 'SetupPage'),
  },
];

/** The page of a route; the start page when there is none. */
export function findPage(segment: string | undefined): PageDefinition | undefined {
  return PAGES.find((entry) => entry.segment === (segment ?? 'home')) ?? PAGES[0];
}
