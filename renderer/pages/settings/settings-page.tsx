// Settings: a searchable list of sections, and the open one. Every change takes effect immediately.
import {
  ArrowLeft,
  Bell,
  Bot,
  Cable,
  FileCode,
  Keyboard,
  KeyRound,
  Monitor,
  Paintbrush,
  Server,
  Smartphone,
  type LucideIcon,
} from 'lucide-react';
import { useState, type ComponentType } from 'react';
import { useStore } from 'zustand';
import type { MethodName } from '#contract/methods/registry.ts';
import { supports } from '#contract/wire/features.ts';
import { t } from '#messages/translate.ts';
import { Count } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { cx } from '../../design/class-names.ts';
import { Page } from '../../design/page.tsx';
import { SearchInput } from '../../design/search-input.tsx';
import { EmptyState } from '../../design/states.tsx';
import { href, navigate } from '../../state/route.ts';
import { useRoute, useServices } from '../../state/use-client.ts';
import { AgentsSection } from './agents-section.tsx';
import { ApiKeysSection } from './api-keys-section.tsx';
import { AppearanceSection } from './appearance-section.tsx';
import { ConfigurationSection } from './configuration-section.tsx';
import { DesktopSection } from './desktop-section.tsx';
import { DevicesSection } from './devices-section.tsx';
import { GatewaySection } from './gateway-section.tsx';
import { NotificationsSection } from './notifications-section.tsx';
import { ProvidersSection } from './providers-section.tsx';
import { ShortcutsSection } from './shortcuts-section.tsx';
import { findSettings, isSectionHere, type FoundSetting } from './settings-search.ts';

interface Section {
  readonly id: FoundSetting['section'];
  readonly icon: LucideIcon;
  readonly component: ComponentType;
  /** Methods without which it can't be used; where the gateway lacks one, it isn't listed. */
  readonly needs?: readonly MethodName[];
}

const SECTIONS: readonly Section[] = [
  { id: 'providers', icon: Cable, component: ProvidersSection, needs: ['providers.list'] },
  { id: 'agents', icon: Bot, component: AgentsSection, needs: ['agents.settings.get'] },
  { id: 'appearance', icon: Paintbrush, component: AppearanceSection },
  { id: 'shortcuts', icon: Keyboard, component: ShortcutsSection },
  { id: 'notifications', icon: Bell, component: NotificationsSection },
  { id: 'desktop', icon: Monitor, component: DesktopSection, needs: ['config.get'] },
  { id: 'devices', icon: Smartphone, component: DevicesSection, needs: ['device.pair.list', 'network.status'] },
  { id: 'keys', icon: KeyRound, component: ApiKeysSection, needs: ['apiKeys.list'] },
  { id: 'gateway', icon: Server, component: GatewaySection, needs: ['system.info', 'network.status'] },
  { id: 'configuration', icon: FileCode, component: ConfigurationSection, needs: ['config.get'] },
];

/** `/settings`, `/settings/<section>`, `/settings/agents/<id>`. On a phone the list of sections comes first. */
export function SettingsPage() {
  const [, wanted, part] = useRoute().segments;
  const chosen = SECTIONS.find((section) => section.id === wanted);
  const sections = useSections();
  const shown = chosen ?? sections[0];
  return (
    <Page title={t('settings.title')} width="full">
      <div className="flex min-h-0 flex-1">
        <SectionList
          sections={sections}
          current={shown?.id}
          className={cx(
            'w-60 shrink-0 border-e border-line max-md:w-full max-md:border-e-0',
            chosen !== undefined && 'max-md:hidden',
          )}
        />
        <div className={cx('min-w-0 flex-1 overflow-y-auto', chosen === undefined && 'max-md:hidden')}>
          <div className="mx-auto max-w-180 px-6 pt-6 pb-16 max-md:px-4 max-md:pt-3">
            {part === undefined && (
              <Button
                label={t('settings.title')}
                look="quiet"
                className="mb-3 -ms-3 md:hidden"
                icon={ArrowLeft}
                onClick={() => navigate('/settings')}
              />
            )}
            {shown === undefined || (wanted !== undefined && chosen === undefined) ? (
              <EmptyState title={t('app.notFound.title')} text={t('app.notFound.text')} />
            ) : sections.includes(shown) ? (
              <shown.component />
            ) : (
              <EmptyState title={t('app.notSupported.title')} text={t('app.notSupported.text')} />
            )}
          </div>
        </div>
      </div>
    </Page>
  );
}

/** The sections that can be used with this gateway. */
function useSections(): readonly Section[] {
  const hello = useStore(useServices().connection, (connection) => connection.hello);
  return SECTIONS.filter(({ id, needs = [] }) => isSectionHere(id) && supports(hello, ...needs));
}

interface SectionListProps {
  readonly sections: readonly Section[];
  readonly current: string | undefined;
  readonly className: string;
}

function SectionList({ sections, current, className }: SectionListProps) {
  const [query, setQuery] = useState('');
  const found = findSettings(query).filter(({ section }) => sections.some(({ id }) => id === section));
  const waiting = useStore(useServices().access.store, (state) => state.pending.length);
  return (
    <nav aria-label={t('settings.title')} className={cx('flex flex-col gap-2 overflow-y-auto p-3', className)}>
      <SearchInput label={t('settings.search')} value={query} onChange={setQuery} />
      {query.trim() !== '' && found.length === 0 && (
        <p className="px-2 py-1 text-xs text-ink-faint">{t('settings.noMatch')}</p>
      )}
      <ul className="flex flex-col gap-0.5">
        {found.map((entry) => (
          <li key={`${entry.section}:${entry.title}`}>
            <Entry
              title={entry.title}
              hint={t(`settings.section.${entry.section}`)}
              onClick={() => navigate(href('settings', entry.section))}
            />
          </li>
        ))}
        {query.trim() === '' &&
          sections.map((section) => (
            <li key={section.id}>
              <Entry
                title={t(`settings.section.${section.id}`)}
                count={section.id === 'devices' ? waiting : 0}
                icon={section.icon}
                current={section.id === current}
                onClick={() => navigate(href('settings', section.id))}
              />
            </li>
          ))}
      </ul>
    </nav>
  );
}

interface EntryProps {
  readonly title: string;
  readonly hint?: string | undefined;
  readonly count?: number;
  readonly icon?: LucideIcon;
  readonly current?: boolean;
  readonly onClick: () => void;
}

function Entry({ title, hint, count = 0, icon: Icon, current = false, onClick }: EntryProps) {
  return (
    <button
      type="button"
      aria-current={current ? 'page' : undefined}
      onClick={onClick}
      className={cx(
        'flex min-h-8 w-full items-center gap-2.5 rounded-md px-2 py-1 text-start text-sm',
        current ? 'md:bg-active md:font-medium' : 'text-ink-soft hover:bg-hover hover:text-ink',
      )}
    >
      {Icon !== undefined && <Icon size={15} aria-hidden className="shrink-0 text-ink-faint" />}
      <span className="min-w-0 flex-1 truncate">{title}</span>
      {hint !== undefined && <span className="truncate text-2xs text-ink-faint">{hint}</span>}
      <Count value={count} label={t('app.accessRequests', { count })} />
    </button>
  );
}
