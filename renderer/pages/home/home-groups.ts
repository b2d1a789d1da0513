// Groups the sessions for Home: those that need the user, new results, running ones, recent ones.
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import type { PausedRun } from '#contract/types/budgets.ts';
import type { WaitingQuestion } from '../../state/pending-questions.ts';
import type { SessionRow } from '#contract/types/sessions.ts';
import { findWait } from '../../state/describe-quota.ts';
import { t } from '#messages/translate.ts';

/** Something that needs the user. */
export type Attention =
  | { readonly kind: 'approval'; readonly approval: ApprovalRecord }
  | { readonly kind: 'question'; readonly question: WaitingQuestion }
  | { readonly kind: 'budget'; readonly paused: PausedRun }
  | { readonly kind: 'failed'; readonly row: SessionRow };

/** The lists on Home. A session is in at most one of them. */
export interface HomeGroups {
  readonly attention: readonly Attention[];
  /** Finished, and not looked at yet. */
  readonly results: readonly SessionRow[];
  readonly running: readonly SessionRow[];
  /** Running, but waiting for a provider's limit to reset. */
  readonly limited: readonly SessionRow[];
  /** Failed in the last days, and looked at. */
  readonly errors: readonly SessionRow[];
  readonly recent: readonly SessionRow[];
}

const RECENT = 8;
const ERRORS = 5;
/** How long a failure is listed, ms. */
const ERROR_MS = 3 * 86_400_000;

/** Approvals first, oldest first; then questions, paused runs, and failed runs. */
export function homeGroups(
  rows: readonly SessionRow[],
  pending: readonly ApprovalRecord[],
  questions: readonly WaitingQuestion[] = [],
  paused: readonly PausedRun[] = [],
  nowMs = Date.now(),
): HomeGroups {
  const shown = rows.filter((row) => row.archived !== true).toSorted((a, b) => lastUse(b) - lastUse(a));
  const waiting = new Set([...pending, ...questions, ...paused].map(({ sessionKey }) => sessionKey));
  const rest = shown.filter((row) => !waiting.has(row.key));
  const active = rest.filter((row) => isRunning(row) && row.isQueued !== true);
  const running = active.filter((row) => findWait(row) === undefined);
  const seen = rest.filter((row) => !isRunning(row) && row.unread !== true);
  const errors = seen.filter((row) => hasFailed(row) && nowMs - lastUse(row) < ERROR_MS).slice(0, ERRORS);
  const unread = rest.filter((row) => !isRunning(row) && row.unread === true);
  return {
    attention: [
      ...pending.map((approval) => ({ kind: 'approval', approval }) as const),
      ...questions.map((question) => ({ kind: 'question', question }) as const),
      ...paused.map((run) => ({ kind: 'budget', paused: run }) as const),
      ...unread.filter(hasFailed).map((row) => ({ kind: 'failed', row }) as const),
    ],
    results: unread.filter((row) => !hasFailed(row)),
    running,
    limited: active.filter((row) => findWait(row) !== undefined),
    errors,
    recent: seen.filter((row) => !errors.includes(row)).slice(0, RECENT),
  };
}

/** Whether an agent waits for it. */
export function isDecision({ kind }: Attention): boolean {
  return kind !== 'failed';
}

/** When a session was last used, Unix ms. */
export function lastUse(row: SessionRow): number {
  return row.lastActivityAt ?? row.updatedAt ?? row.createdAt ?? 0;
}

/** Whether a session has an active run, which may wait for a slot. */
export function isRunning(row: SessionRow): boolean {
  return row.status === 'running' || row.status === 'queued';
}

/** Whether the last run of a session failed. */
export function hasFailed(row: SessionRow): boolean {
  return row.status === 'failed' || row.status === 'timeout';
}

/** The heading of Home: the most urgent thing, with its count. */
export function homeHeading({ attention, running, limited }: HomeGroups): string {
  const approvals = attention.filter((one) => one.kind === 'approval').length;
  if (approvals > 0) return t('home.heading.approvals', { count: approvals });
  const questions = attention.filter((one) => one.kind === 'question').length;
  if (questions > 0) return t('home.heading.questions', { count: questions });
  const paused = attention.filter((one) => one.kind === 'budget').length;
  if (paused > 0) return t('budgets.heading', { count: paused });
  if (running.length > 0) return t('home.heading.running', { count: running.length });
  return limited.length > 0 ? t('quota.heading', { count: limited.length }) : t('home.heading.idle');
}
