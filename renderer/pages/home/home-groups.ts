// What Home shows of the sessions: what needs the user, what runs, what was last used.
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import type { WaitingQuestion } from '../../state/pending-questions.ts';
import type { SessionRow } from '#contract/types/sessions.ts';

/** Something that waits for the user. */
export type Attention =
  | { readonly kind: 'approval'; readonly approval: ApprovalRecord }
  | { readonly kind: 'question'; readonly question: WaitingQuestion }
  | { readonly kind: 'failed'; readonly row: SessionRow }
  | { readonly kind: 'unseen'; readonly row: SessionRow };

/** The lists of Home; a session stands in one of them only. */
export interface HomeGroups {
  readonly attention: readonly Attention[];
  readonly running: readonly SessionRow[];
  readonly recent: readonly SessionRow[];
}

const RECENT = 8;

/** Approvals first, oldest first; then questions, failed runs, and results that were not looked at. */
export function homeGroups(
  rows: readonly SessionRow[],
  pending: readonly ApprovalRecord[],
  questions: readonly WaitingQuestion[] = [],
): HomeGroups {
  const shown = rows.filter((row) => row.archived !== true).toSorted((a, b) => lastUse(b) - lastUse(a));
  const waiting = new Set([...pending, ...questions].map(({ sessionKey }) => sessionKey));
  const rest = shown.filter((row) => !waiting.has(row.key));
  const running = rest.filter(isRunning);
  const failed = rest.filter((row) => !isRunning(row) && row.unread === true && row.status === 'failed');
  const unseen = rest.filter((row) => !isRunning(row) && row.unread === true && row.status !== 'failed');
  return {
    attention: [
      ...pending.map((approval) => ({ kind: 'approval', approval }) as const),
      ...questions.map((question) => ({ kind: 'question', question }) as const),
      ...failed.map((row) => ({ kind: 'failed', row }) as const),
      ...unseen.map((row) => ({ kind: 'unseen', row }) as const),
    ],
    running,
    recent: rest.filter((row) => !isRunning(row) && row.unread !== true).slice(0, RECENT),
  };
}

/** When a session was last used, Unix ms. */
export function lastUse(row: SessionRow): number {
  return row.lastActivityAt ?? row.updatedAt ?? row.createdAt ?? 0;
}

/** The words of a message without the marks of Markdown, for one line. */
export function plainWords(text: string): string {
  return text
    .replace(/```\w*|[*`~]+|^#{1,6} |^> |\[([^\]]*)\]\([^)]*\)/gm, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

function isRunning(row: SessionRow): boolean {
  return row.status === 'running' || row.status === 'queued';
}

/** The heading of Home: one sentence that says where things stand. */
export function homeWords(groups: HomeGroups): string {
  const asked = groups.attention.filter((one) => one.kind === 'approval').length;
  if (asked > 0) return asked === 1 ? 'One decision waits for you' : `${asked} decisions wait for you`;
  const questions = groups.attention.filter((one) => one.kind === 'question').length;
  if (questions > 0) return questions === 1 ? 'One question waits for you' : `${questions} questions wait for you`;
  if (groups.running.length > 0)
    return groups.running.length === 1 ? 'One session is working' : `${groups.running.length} sessions are working`;
  return 'What should be done?';
}
