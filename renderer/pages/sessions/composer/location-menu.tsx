// Where in a repository a new session works: in the folder, in a new worktree, or in an existing one.
import { ChevronDown, GitBranch } from 'lucide-react';
import { useEffect } from 'react';
import { removeHidden } from '#contract/types/hidden-characters.ts';
import { t } from '#messages/translate.ts';
import { Menu, type MenuEntry } from '../../../design/menu.tsx';
import { toast } from '../../../design/toasts.ts';
import type { NewSession } from '../../../state/outbox.ts';
import { useRequest, useSupports } from '../../../state/use-client.ts';

const TRIGGER =
  'inline-flex h-6.5 min-w-0 shrink items-center gap-1.5 rounded-md px-1.5 text-xs text-ink-soft hover:bg-hover hover:text-ink data-[state=open]:bg-hover';
/** Branches to choose from, last used first. */
const MAX_BRANCHES = 8;

/** The options of a new session that choose a worktree. */
export type Location = Pick<NewSession, 'worktree' | 'worktreeBaseRef' | 'worktreeBranch' | 'worktreeId'>;

/** In the folder itself. */
export const IN_PLACE = {
  worktree: undefined,
  worktreeBaseRef: undefined,
  worktreeBranch: undefined,
  worktreeId: undefined,
};

interface LocationMenuProps {
  readonly create: NewSession | undefined;
  /** The folder of the project. */
  readonly folder: string | undefined;
  readonly side: 'top' | 'bottom';
  readonly onChange: (location: { readonly [K in keyof Location]?: Location[K] | undefined }) => void;
}

/** Nothing for a folder without a repository. */
export function LocationMenu(props: LocationMenuProps) {
  const isSupported = useSupports('worktrees.branches', 'worktrees.list');
  if (!isSupported || props.folder === undefined) return null;
  return <RepositoryMenu {...props} folder={props.folder} />;
}

function RepositoryMenu({ create = {}, folder, side, onChange }: LocationMenuProps & { readonly folder: string }) {
  const found = useRequest('worktrees.branches', { repoRoot: folder, includeRepositoryStatus: true });
  const known = useRequest('worktrees.list', {}, ['settings.changed']);
  const status = found.data?.repositoryStatus;
  const isImpossible = status !== undefined && status !== 'git' && create.worktree === true;
  useEffect(() => {
    if (!isImpossible) return;
    onChange(IN_PLACE);
    toast({ title: t('worktrees.place.noRepository'), detail: t('worktrees.place.noRepositoryText') });
  });
  if (found.data?.repositoryStatus !== 'git') return null;
  const { headBranch, branches } = found.data;
  const worktrees = (known.data?.worktrees ?? []).filter(
    ({ repoRoot, removedAt }) => repoRoot === folder && removedAt === undefined,
  );
  const chosen = worktrees.find(({ id }) => id === create.worktreeId);
  const place = chosen?.name ?? t(create.worktree === true ? 'worktrees.place.newWorktree' : 'worktrees.place.inPlace');
  const detail = chosen?.branch ?? create.worktreeBranch ?? create.worktreeBaseRef ?? headBranch;
  const others = branches.filter(({ name }) => name !== headBranch).slice(0, MAX_BRANCHES);
  const choose = (location: Location) => () => onChange({ ...IN_PLACE, ...location });
  return (
    <Menu side={side} entries={toEntries(create, { worktrees, branches: others }, choose)}>
      <button type="button" aria-label={t('worktrees.place.location', { place })} className={TRIGGER}>
        <GitBranch size={14} aria-hidden />
        <span className="truncate">
          {removeHidden(place)}
          {detail === undefined ? null : <span className="text-ink-faint"> · {removeHidden(detail)}</span>}
        </span>
        <ChevronDown size={12} aria-hidden className="shrink-0 text-ink-faint" />
      </button>
    </Menu>
  );
}

interface Places {
  readonly worktrees: readonly { readonly id: string; readonly name: string }[];
  readonly branches: readonly { readonly name: string; readonly kind: 'local' | 'remote' }[];
}

function toEntries(
  create: NewSession,
  { worktrees, branches }: Places,
  choose: (location: Location) => () => void,
): readonly MenuEntry[] {
  const { worktree: isNew = false, worktreeId, worktreeBaseRef, worktreeBranch } = create;
  const isPlain = worktreeBaseRef === undefined && worktreeBranch === undefined;
  return [
    {
      kind: 'item',
      label: t('worktrees.place.inPlace'),
      hint: t('worktrees.place.inPlace.hint'),
      checked: !isNew && worktreeId === undefined,
      run: choose({}),
    },
    {
      kind: 'item',
      label: t('worktrees.place.newWorktree'),
      hint: t('worktrees.place.newWorktree.hint'),
      checked: isNew && isPlain,
      run: choose({ worktree: true }),
    },
    ...group('worktrees.place.startFrom', branches, ({ name }) => ({
      checked: worktreeBaseRef === name,
      run: choose({ worktree: true, worktreeBaseRef: name }),
    })),
    ...group(
      'worktrees.place.branches',
      branches.filter(({ kind }) => kind === 'local'),
      ({ name }) => ({ checked: worktreeBranch === name, run: choose({ worktree: true, worktreeBranch: name }) }),
    ),
    ...group('worktrees.place.worktrees', worktrees, ({ id }) => ({
      checked: id === worktreeId,
      run: choose({ worktreeId: id }),
    })),
  ];
}

/** A part of the menu with a title; nothing if it is empty. */
function group<T extends { readonly name: string }>(
  title: 'worktrees.place.startFrom' | 'worktrees.place.branches' | 'worktrees.place.worktrees',
  rows: readonly T[],
  toEntry: (row: T) => { readonly checked: boolean; readonly run: () => void },
): readonly MenuEntry[] {
  if (rows.length === 0) return [];
  return [
    { kind: 'title', label: t(title) },
    ...rows.map((row): MenuEntry => ({ kind: 'item', label: removeHidden(row.name), ...toEntry(row) })),
  ];
}
