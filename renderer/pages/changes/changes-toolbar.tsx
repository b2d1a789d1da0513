// Which changes are shown and how, and decisions on all of them.
import { Check, ChevronDown, ChevronUp, History, Search, Settings2, X } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { ChangeOperation, ChangesList, ChangeScope } from '#contract/types/changes.ts';
import { formatTimeOrDay } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button, IconButton } from '../../design/button.tsx';
import { DiffCounts } from '../../design/diff-view.tsx';
import { Menu, type MenuEntry } from '../../design/menu.tsx';
import { Select } from '../../design/select.tsx';
import { useNow } from '../../design/use-now.ts';
import { firstKey } from '../../state/key-bindings.ts';
import { useRequest } from '../../state/use-client.ts';
import type { Changes } from './changes-store.ts';
import { decide, describeOperation, undo } from './decisions.ts';

const SCOPES: readonly ChangeScope[] = ['session', 'run', 'base', 'uncommitted', 'commit'];
const SHOWN_SHA = 8;
/** How often it is checked whether another day has begun, ms. */
const DAY_CHECK_MS = 60_000;

interface ToolbarProps {
  readonly changes: Changes;
  readonly list: ChangesList;
  readonly onFind: () => void;
}

/** Above the list of files. */
export function ChangesToolbar({ changes, list, onFind }: ToolbarProps) {
  const scope = useStore(changes.store, (state) => state.scope);
  const isFocused = useStore(changes.store, (state) => state.view.isFocused);
  const { files, additions, deletions } = list;
  const open = files.filter(({ waiting }) => waiting !== true);
  return (
    <div className="flex shrink-0 flex-col gap-1 border-b border-line p-2">
      <div className="flex min-h-8 flex-wrap items-center gap-1.5 pointer-coarse:gap-3">
        <Select
          label={t('changes.scope')}
          className="max-w-40"
          options={SCOPES.map((value) => ({ value, label: t(`changes.scope.${value}`) }))}
          value={scope}
          onChange={(value) => changes.show(value)}
        />
        {scope === 'run' && list.runs.length > 1 && <TurnChoice changes={changes} list={list} />}
        {scope === 'commit' && <CommitChoice changes={changes} sessionKey={list.sessionKey} />}
        <span className="ms-auto flex items-center">
          {isFocused && (
            <>
              <IconButton
                icon={ChevronUp}
                label={t('changes.previousFile')}
                keys="K"
                onClick={() => changes.step('file', -1)}
              />
              <IconButton
                icon={ChevronDown}
                label={t('changes.nextFile')}
                keys="J"
                onClick={() => changes.step('file', 1)}
              />
            </>
          )}
          {files.length > 0 && (
            <IconButton icon={Search} label={t('changes.find')} keys={firstKey('changes.find')} onClick={onFind} />
          )}
          <ViewMenu changes={changes} />
          <HistoryMenu changes={changes} operations={list.operations} />
        </span>
      </div>
      {files.length > 0 && (
        <div className="flex min-h-7 flex-wrap items-center gap-2 text-xs text-ink-soft pointer-coarse:gap-3">
          {t('changes.count', { count: files.length })}
          <DiffCounts additions={additions} deletions={deletions} />
          {list.branch !== undefined && <span className="truncate text-ink-faint">{list.branch}</span>}
          {list.canDecide && open.length > 0 && (
            <span className="ms-auto flex gap-1 pointer-coarse:gap-3">
              <Button
                size="sm"
                icon={Check}
                label={t('changes.acceptAll')}
                onClick={() => decide(changes, 'accept', open)}
              />
              <Button
                size="sm"
                icon={X}
                label={t('changes.rejectAll')}
                onClick={() => decide(changes, 'reject', open)}
              />
            </span>
          )}
        </div>
      )}
    </div>
  );
}

/** The turns that could have changed files, newest first. */
function TurnChoice({ changes, list }: Omit<ToolbarProps, 'onFind'>) {
  const now = useNow(DAY_CHECK_MS);
  return (
    <Select
      label={t('changes.chooseTurn')}
      className="max-w-64"
      options={list.runs.map(({ runId, startedAt, files }) => ({
        value: runId,
        label: t('changes.turn', { time: formatTimeOrDay(startedAt, now), count: files }),
      }))}
      value={list.runId ?? ''}
      onChange={(runId) => changes.show('run', { runId })}
    />
  );
}

/** The commits of the branch. */
function CommitChoice({ changes, sessionKey }: { readonly changes: Changes; readonly sessionKey: string }) {
  const commit = useStore(changes.store, (state) => state.commit);
  const read = useRequest('changes.list', { sessionKey, scope: 'base' });
  const commits = read.data?.commits ?? [];
  const newest = commits[0]?.sha;
  useEffect(() => {
    if (commit === undefined && newest !== undefined) changes.show('commit', { commit: newest });
  }, [changes, commit, newest]);
  if (commits.length === 0)
    return <span className="text-xs text-ink-faint">{read.data === undefined ? '' : t('changes.noCommits')}</span>;
  return (
    <Select
      label={t('changes.chooseCommit')}
      className="max-w-64"
      options={commits.map(({ sha, subject }) => ({ value: sha, label: `${sha.slice(0, SHOWN_SHA)} ${subject}` }))}
      value={commit ?? ''}
      onChange={(value) => changes.show('commit', { commit: value })}
    />
  );
}

function ViewMenu({ changes }: { readonly changes: Changes }) {
  const view = useStore(changes.store, (state) => state.view);
  const entries: readonly MenuEntry[] = [
    { kind: 'title', label: t('changes.layout') },
    ...(['unified', 'split'] as const).map((layout): MenuEntry => ({
      kind: 'item',
      label: t(`changes.${layout}`),
      checked: view.layout === layout,
      run: () => changes.setView({ layout }),
    })),
    { kind: 'line' },
    { kind: 'item', label: t('changes.wrap'), checked: view.wraps, run: () => changes.setView({ wraps: !view.wraps }) },
    {
      kind: 'item',
      label: t('changes.hideWhitespace'),
      checked: view.hidesWhitespace,
      run: () => changes.setView({ hidesWhitespace: !view.hidesWhitespace }),
    },
    {
      kind: 'item',
      label: t('changes.focus'),
      checked: view.isFocused,
      run: () => changes.setView({ isFocused: !view.isFocused }),
    },
  ];
  return (
    <Menu entries={entries} align="end">
      <IconButton icon={Settings2} label={t('changes.view')} />
    </Menu>
  );
}

interface HistoryProps {
  readonly changes: Changes;
  readonly operations: readonly ChangeOperation[];
}

/** What can be undone. */
function HistoryMenu({ changes, operations }: HistoryProps) {
  const now = useNow(DAY_CHECK_MS);
  const open = operations.filter(({ state }) => state === 'done' || state === 'waiting');
  const entries: readonly MenuEntry[] =
    open.length === 0
      ? [{ kind: 'title', label: t('changes.noHistory') }]
      : open.map((operation): MenuEntry => ({
          kind: 'item',
          label: t('changes.undo', { what: describeOperation(operation) }),
          hint: operation.state === 'waiting' ? t('changes.waiting') : formatTimeOrDay(operation.at, now),
          run: () => undo(changes, operation),
        }));
  return (
    <Menu entries={entries} align="end">
      <IconButton icon={History} label={t('changes.history')} />
    </Menu>
  );
}
