// Groups the sessions of the sidebar: those that need the user, failures that nobody has seen, pinned ones, then by date; archived
// ones last, collapsed.
import type { SessionRow } from '#contract/types/sessions.ts';
import { t } from '#messages/translate.ts';
import { findWait } from '../../../state/describe-quota.ts';
import { splitTerms } from '../../../state/search-terms.ts';
import { sessionTitle } from '../../../state/session-list.ts';

/** `failed-seen`: the user has seen it, but hasn't retried it. `waiting`: for a provider's limit to reset. */
export type SessionGlance =
  | 'needs-you'
  | 'queued'
  | 'waiting'
  | 'working'
  | 'failed'
  | 'failed-seen'
  | 'unseen'
  | 'idle';

/** Some sessions under a heading. */
export interface SessionGroup {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly SessionRow[];
  /** Collapsed until the user opens it. */
  readonly folded: boolean;
}

const DAY_MS = 86_400_000;

/** The state of a session; `waiting` are the keys with a pending approval. */
export function sessionGlance(row: SessionRow, waiting: ReadonlySet<string>): SessionGlance {
  if (waiting.has(row.key)) return 'needs-you';
  if (row.isQueued === true || row.status === 'queued') return 'queued';
  if (findWait(row) !== undefined) return 'waiting';
  if (row.status === 'running') return 'working';
  if (row.status === 'failed' || row.status === 'timeout') return describeFailure(row);
  return row.unread === true ? 'unseen' : 'idle';
}

function describeFailure({ unread, archived }: SessionRow): SessionGlance {
  if (unread === true) return 'failed';
  return archived === true ? 'idle' : 'failed-seen';
}

/** How the sidebar groups sessions. */
export type SessionGrouping = 'day' | 'project' | 'folder' | 'agent' | 'group' | 'state';

/** In the order in which they are offered. */
export const GROUPINGS: readonly SessionGrouping[] = ['day', 'project', 'folder', 'agent', 'group', 'state'];

/** Reads the preference; an unknown value means by day. */
export function readGrouping(value: unknown): SessionGrouping {
  return GROUPINGS.find((grouping) => grouping === value) ?? 'day';
}

interface GroupOptions {
  readonly query: string;
  readonly waiting: ReadonlySet<string>;
  readonly nowMs: number;
  readonly by?: SessionGrouping;
  /** Names of projects by ID. */
  readonly projectNames?: ReadonlyMap<string, string>;
  /** Keys of sessions whose messages match the query. */
  readonly matchingKeys?: ReadonlySet<string>;
}

/** The sessions that match the search, in groups. */
export function groupSessions(rows: readonly SessionRow[], options: GroupOptions): readonly SessionGroup[] {
  const words = splitTerms(options.query);
  const found =
    words.length === 0
      ? rows
      : rows.filter((row) => matchesTerms(row, words) || options.matchingKeys?.has(row.key) === true);
  const sorted = found.toSorted((a, b) => (b.updatedAt ?? 0) - (a.updatedAt ?? 0));
  const groups = Map.groupBy(sorted, (row) => findGroup(row, options));
  const folded = (id: string): boolean => id === 'archived' && words.length === 0;
  return [...groups]
    .map(([id, members]) => ({ id, title: groupTitle(id, options), rows: members, folded: folded(id) }))
    .toSorted((a, b) => groupRank(a.id) - groupRank(b.id) || stateRank(a.id) - stateRank(b.id));
}

/** Whether a session has all these words in its title, last message, folder, or branch. */
export function matchesTerms(row: SessionRow, words: readonly string[]): boolean {
  const text =
    `${sessionTitle(row)} ${row.lastMessagePreview ?? ''} ${row.execCwd ?? ''} ${row.worktree?.branch ?? ''}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Start of the ID of a group that the user made. */
const GROUP = 'group:';
const PROJECT = 'project:';
const STATE = 'state:';
const STATES: readonly SessionGlance[] = ['unseen', 'working', 'waiting', 'queued', 'failed-seen', 'idle'];
const NAMED_GROUPS = ['needs-you', 'failed', 'pinned', 'today', 'yesterday', 'week', 'older', 'archived'] as const;

function groupTitle(id: string, { projectNames }: GroupOptions): string {
  const named = NAMED_GROUPS.find((group) => group === id);
  if (named !== undefined) return t(`sessions.group.${named}`);
  if (id.startsWith(STATE)) return stateTitle(id.slice(STATE.length));
  if (id.startsWith(PROJECT)) return projectNames?.get(id.slice(PROJECT.length)) ?? t('sessions.noProject');
  return id.startsWith(GROUP) ? id.slice(GROUP.length) || t('sessions.noGroup') : folderOrAgent(id);
}

function stateTitle(state: string): string {
  if (state === 'working') return t('sessions.state.running');
  if (state === 'queued') return t('runQueue.state');
  if (state === 'waiting') return t('quota.group');
  if (state === 'unseen') return t('sessions.state.unread');
  return state === 'failed-seen' ? t('sessions.state.failedSeen') : t('allSessions.state.idle');
}

/** Sessions that need the user first, then failures, then pinned, archived last; other groups by their newest session. */
function groupRank(id: string): number {
  if (id === 'needs-you') return 0;
  if (id === 'failed') return 1;
  if (id === 'pinned') return 2;
  return id === 'archived' ? 4 : 3;
}

/** States by urgency. */
function stateRank(id: string): number {
  return STATES.findIndex((state) => id === STATE + state);
}

function findGroup(row: SessionRow, { waiting, nowMs, by = 'day' }: GroupOptions): string {
  if (waiting.has(row.key)) return 'needs-you';
  if (row.archived === true) return 'archived';
  const glance = sessionGlance(row, waiting);
  if (glance === 'failed') return 'failed';
  if (row.pinned === true) return 'pinned';
  if (by === 'state') return STATE + glance;
  if (by === 'group') return GROUP + (row.category ?? '');
  if (by === 'project') return PROJECT + (row.projectId ?? '');
  if (by === 'folder') return `folder:${row.execCwd ?? ''}`;
  return by === 'agent' ? `agent:${row.agentId ?? ''}` : findDay(row.updatedAt ?? 0, nowMs);
}

function findDay(at: number, nowMs: number): string {
  const today = new Date(nowMs).setHours(0, 0, 0, 0);
  if (at >= today) return 'today';
  if (at >= today - DAY_MS) return 'yesterday';
  return at >= today - 6 * DAY_MS ? 'week' : 'older';
}

function folderOrAgent(id: string): string {
  const value = id.slice(id.indexOf(':') + 1);
  const name = value.split(/[\\/]/).findLast((part) => part !== '');
  return name ?? t('sessions.group.other');
}

/** A line of the list: a heading, or a session. */
export type SidebarEntry =
  | { readonly type: 'heading'; readonly key: string; readonly group: SessionGroup; readonly open: boolean }
  | { readonly type: 'session'; readonly key: string; readonly row: SessionRow };

/** The lines of the list. `unfolded` are collapsed groups that the user opened. */
export function sidebarEntries(
  groups: readonly SessionGroup[],
  unfolded: ReadonlySet<string>,
): readonly SidebarEntry[] {
  return groups.flatMap((group): SidebarEntry[] => {
    const open = !group.folded || unfolded.has(group.id);
    const rows = open ? group.rows.map((row): SidebarEntry => ({ type: 'session', key: row.key, row })) : [];
    return [{ type: 'heading', key: `group:${group.id}`, group, open }, ...rows];
  });
}
