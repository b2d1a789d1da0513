// The console of a project: filters, lines, and what can be done with them.
import { Ellipsis } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { t } from '#messages/translate.ts';
import { IconButton } from '../../design/button.tsx';
import { ConfirmDialog } from '../../design/dialog.tsx';
import { Menu, type MenuEntry } from '../../design/menu.tsx';
import { SearchInput } from '../../design/search-input.tsx';
import { Select } from '../../design/select.tsx';
import { ErrorNote, SkeletonLines } from '../../design/states.tsx';
import { Switch } from '../../design/switch.tsx';
import { attempt } from '../../design/toasts.ts';
import { useClient, useSupports } from '../../state/use-client.ts';
import { createConsoleFeed, type ConsoleFeed, type ConsoleFilter, type ConsolePlace } from './console-feed.ts';
import { ConsoleLines } from './console-lines.tsx';

interface ConsoleViewProps {
  readonly place: ConsolePlace;
  readonly linksSessions: boolean;
}

/** A console, followed while the component is mounted. */
export function ConsoleView({ place, linksSessions }: ConsoleViewProps) {
  const client = useClient();
  const key = JSON.stringify(place);
  // The key is the place as plain data, so that equal places share their feed.
  const feed = useMemo(() => createConsoleFeed(client, JSON.parse(key) as ConsolePlace), [client, key]);
  useEffect(() => feed.start(), [feed]);
  const canPreview = useSupports('preview.open');
  const status = useStore(feed.store, (state) => state.status);
  const error = useStore(feed.store, (state) => state.error);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <Toolbar feed={feed} />
      {status === 'loading' && <SkeletonLines count={8} label={t('console.loading')} className="p-5" />}
      {status === 'error' && (
        <div className="p-4">
          <ErrorNote
            title={t('console.loadFailed')}
            message={error?.message ?? ''}
            onRetry={() => void feed.reload()}
          />
        </div>
      )}
      {status === 'ready' && (
        <ConsoleLines feed={feed} linksSessions={linksSessions} offersPreview={canPreview && 'sessionKey' in place} />
      )}
    </div>
  );
}

function Toolbar({ feed }: { readonly feed: ConsoleFeed }) {
  const filter = useStore(feed.store, (state) => state.filter);
  const change = (part: Partial<ConsoleFilter>): void => feed.setFilter({ ...filter, ...part });
  const kinds = (['all', 'command', 'background', 'terminal', 'browser'] as const).map((kind) => ({
    value: kind,
    label: t(`console.kind.${kind}`),
  }));
  return (
    <div role="search" className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2 max-md:px-3">
      <SearchInput
        label={t('console.search')}
        value={filter.search}
        onChange={(search) => change({ search })}
        className="min-w-32 flex-1 basis-40"
      />
      <div className="w-34">
        <Select label={t('console.kind')} options={kinds} value={filter.kind} onChange={(kind) => change({ kind })} />
      </div>
      <label className="flex items-center gap-1.5 text-xs text-ink-soft">
        <Switch checked={filter.errorsOnly} onChange={(errorsOnly) => change({ errorsOnly })} />
        {t('console.errorsOnly')}
      </label>
      <ConsoleMenu feed={feed} />
    </div>
  );
}

function ConsoleMenu({ feed }: { readonly feed: ConsoleFeed }) {
  const autoFix = useStore(feed.store, (state) => state.autoFix);
  const [isAsking, setAsking] = useState(false);
  const entries: readonly MenuEntry[] = [
    {
      kind: 'item',
      label: t('console.autoFix'),
      checked: autoFix,
      run: () => attempt(t('console.autoFixFailed'), () => feed.setAutoFix(!autoFix)),
    },
    { kind: 'title', label: t('console.autoFixHint') },
    { kind: 'line' },
    { kind: 'item', label: t('console.clear'), danger: true, run: () => setAsking(true) },
  ];
  return (
    <>
      <Menu entries={entries} align="end">
        <IconButton icon={Ellipsis} label={t('console.menu')} />
      </Menu>
      <ConfirmDialog
        open={isAsking}
        onClose={() => setAsking(false)}
        title={t('console.clearTitle')}
        description={t('console.clearText')}
        confirmLabel={t('console.clearNow')}
        onConfirm={() => attempt(t('console.clearFailed'), () => feed.clear())}
      />
    </>
  );
}
