// The columns of the table of sessions: what each shows, how it sorts, and how wide it is.
import { removeHidden } from '#contract/types/hidden-characters.ts';
import type { SessionRow } from '#contract/types/sessions.ts';
import { formatAge, formatCompact, formatCost, formatDate } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { sessionTitle } from '../../state/session-list.ts';
import { sessionGlance, type SessionGlance } from '../sessions/sidebar/session-groups.ts';

/** In the order of the table. `title` is always shown. */
export const COLUMN_IDS = [
  'title',
  'state',
  'agent',
  'project',
  'folder',
  'branch',
  'group',
  'model',
  'tokens',
  'cost',
  'created',
  'activity',
] as const;
/** The name of a column. */
export type ColumnId = (typeof COLUMN_IDS)[number];

/** What cells need besides their row. */
export interface CellContext {
  readonly nowMs: number;
  /** Keys of sessions that wait for the user. */
  readonly waiting: ReadonlySet<string>;
  /** Names by ID. */
  readonly agentNames: ReadonlyMap<string, string>;
  readonly projectNames: ReadonlyMap<string, string>;
}

/** A column. */
export interface Column {
  readonly text: (row: SessionRow, context: CellContext) => string;
  /** Texts sort by language rules, numbers by size. Absent: by text. */
  readonly order?: (row: SessionRow, context: CellContext) => number;
  /** A track of a CSS grid. */
  readonly width: string;
  readonly align?: 'end';
}

const TRACK = { narrow: '5.5rem', medium: '8.5rem', wide: '11rem' } as const;
const GLANCES: readonly SessionGlance[] = [
  'needs-you',
  'failed',
  'unseen',
  'working',
  'waiting',
  'queued',
  'failed-seen',
  'idle',
];

/** All columns. */
export const COLUMNS: Readonly<Record<ColumnId, Column>> = {
  title: { text: sessionTitle, width: 'minmax(14rem, 1fr)' },
  state: {
    text: (row, context) => describeState(row, context.waiting),
    order: (row, { waiting }) => GLANCES.indexOf(sessionGlance(row, waiting)) + (row.archived === true ? 100 : 0),
    width: '7.5rem',
  },
  agent: { text: agentName, width: TRACK.medium },
  project: { text: projectName, width: TRACK.medium },
  folder: { text: ({ execCwd = '' }) => removeHidden(execCwd), width: TRACK.wide },
  branch: { text: ({ worktree }) => removeHidden(worktree?.branch ?? ''), width: TRACK.wide },
  group: { text: ({ category = '' }) => removeHidden(category), width: TRACK.medium },
  model: { text: ({ model = '' }) => (model === 'none' ? '' : model), width: TRACK.wide },
  tokens: {
    text: (row) => formatCompact(countTokens(row)),
    order: countTokens,
    width: TRACK.narrow,
    align: 'end',
  },
  cost: {
    text: ({ estimatedCostUsd: cost }) => (cost === undefined ? '' : formatCost(cost)),
    order: ({ estimatedCostUsd = -1 }) => estimatedCostUsd,
    width: TRACK.narrow,
    align: 'end',
  },
  created: {
    text: ({ createdAt }) => (createdAt === undefined ? '' : formatDate(createdAt)),
    order: ({ createdAt = 0 }) => createdAt,
    width: '7.5rem',
    align: 'end',
  },
  activity: {
    text: (row, { nowMs }) => formatAge(lastActivity(row), nowMs),
    order: lastActivity,
    width: '6.5rem',
    align: 'end',
  },
};

/** The name of an agent, or its ID if it was deleted. */
function agentName({ agentId = '' }: SessionRow, { agentNames }: Pick<CellContext, 'agentNames'>): string {
  return agentNames.get(agentId) ?? agentId;
}

function projectName({ projectId }: SessionRow, { projectNames }: CellContext): string {
  return projectId === undefined ? '' : (projectNames.get(projectId) ?? '');
}

/** The state of a session in words. */
export function describeState(row: SessionRow, waiting: ReadonlySet<string>): string {
  if (row.archived === true) return t('sessions.group.archived');
  switch (sessionGlance(row, waiting)) {
    case 'needs-you':
      return t('sessions.state.needsYou');
    case 'queued':
      return t('runQueue.state');
    case 'waiting':
      return t('quota.group');
    case 'working':
      return t('sessions.state.running');
    case 'failed':
    case 'failed-seen':
      return t('sessions.state.failed');
    case 'unseen':
      return t('sessions.state.unread');
    case 'idle':
      return t('allSessions.state.idle');
  }
}

/** When a session was last active, Unix ms. */
export function lastActivity({ lastActivityAt, updatedAt, createdAt }: SessionRow): number {
  return lastActivityAt ?? updatedAt ?? createdAt ?? 0;
}

function countTokens({ inputTokens = 0, outputTokens = 0 }: SessionRow): number {
  return inputTokens + outputTokens;
}
