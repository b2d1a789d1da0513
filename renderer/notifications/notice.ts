// What a notification can be about, derived from the stores: decisions that wait, and runs that ended unseen.
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import { escapeHidden, removeHidden } from '#contract/types/hidden-characters.ts';
import type { PausedRun } from '#contract/types/budgets.ts';
import type { Preferences } from '#contract/types/preferences.ts';
import { isQuiet, quietHours } from '#contract/types/quiet-hours.ts';
import { secretIn } from '#contract/types/secret-patterns.ts';
import type { SessionRow } from '#contract/types/sessions.ts';
import { truncateLine } from '#contract/types/truncate-text.ts';
import { t } from '#messages/translate.ts';
import type { WaitingQuestion } from '../state/pending-questions.ts';
import { describePause } from '../state/describe-budget.ts';
import { describeWait, findWait } from '../state/describe-quota.ts';
import { href } from '../state/route.ts';
import { sessionTitle } from '../state/session-list.ts';

/** The kinds that can be switched off one by one. */
export const NOTICE_KINDS = ['approval', 'question', 'budget', 'finished', 'failed'] as const;
/** What happened. */
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Something to notify the user about. The same event has the same `id` in every tab. */
export interface Notice {
  readonly id: string;
  readonly kind: NoticeKind;
  readonly sessionKey: string;
  readonly title: string;
  readonly body: string;
  /** The page that shows it. */
  readonly path: string;
  /** When a run ended, by the gateway's clock. */
  readonly endedAt?: number;
  /** The user switched its kind off, or doesn't want to be disturbed now. */
  readonly muted: boolean;
}

/** All notices, and when the newest run of any session ended. */
export interface NoticeList {
  readonly notices: readonly Notice[];
  readonly newestEnd: number;
}

/** What the notices derive from. */
export interface NoticeSources {
  readonly approvals: readonly ApprovalRecord[];
  readonly questions: readonly WaitingQuestion[];
  readonly paused: readonly PausedRun[];
  readonly rows: readonly SessionRow[];
  readonly preferences: Preferences;
  /** The local time: `08:30`. */
  readonly time: string;
}

/** Longest detail in a notification, characters. */
const MAX_DETAIL = 160;

/** The preference that switches a kind. */
export function noticePreference(kind: NoticeKind): string {
  return `notify-${kind}`;
}

/** The preference that allows commands, questions, and errors in notifications. */
export const DETAILS_PREFERENCE = 'notify-details';

/** Everything that the user could be notified about now. */
export function currentNotices({ approvals, questions, paused, rows, preferences, time }: NoticeSources): NoticeList {
  const findTitle = (key: string): string => sessionTitle(rows.find((row) => row.key === key));
  const detail = (text: string | undefined): string | undefined =>
    preferences[DETAILS_PREFERENCE] === true && text !== undefined ? safeDetail(text) : undefined;
  const all = [
    ...approvals.map((approval) => approvalNotice(approval, findTitle(approval.sessionKey), detail)),
    ...questions.map(({ id, sessionKey, text }): Unmuted => ({
      id: `question:${id}`,
      kind: 'question',
      sessionKey,
      title: findTitle(sessionKey),
      body: detail(text) ?? t('notifications.question'),
      path: href('sessions', sessionKey),
    })),
    ...paused.map((run): Unmuted => ({
      id: `budget:${run.stopId}`,
      kind: 'budget',
      sessionKey: run.sessionKey,
      title: findTitle(run.sessionKey),
      body: detail(describePause(run)) ?? t('notifications.budget'),
      path: href('sessions', run.sessionKey),
    })),
    ...rows.flatMap((row) => limitNotice(row, detail)),
    ...rows.flatMap((row) => endedNotice(row, detail)),
  ];
  const isMuted = isQuiet(quietHours(preferences), time);
  return {
    notices: all.map((notice) => ({
      ...notice,
      muted: isMuted || preferences[noticePreference(notice.kind)] === false,
    })),
    newestEnd: Math.max(0, ...rows.map(({ endedAt = 0 }) => endedAt)),
  };
}

type Unmuted = Omit<Notice, 'muted'>;
type Detail = (text: string | undefined) => string | undefined;

function approvalNotice(
  { id, sessionKey, sessionTitle: given, requester, subject }: ApprovalRecord,
  title: string,
  detail: Detail,
): Unmuted {
  return {
    id: `approval:${id}`,
    kind: 'approval',
    sessionKey,
    title: requester === undefined ? title : removeHidden(given === '' ? requester : given),
    body: detail(subject.command) ?? describeApproval(subject.tool),
    path: href('approvals', 'item', id),
  };
}

function describeApproval(tool: string): string {
  if (tool === 'exec' || tool === 'process') return t('notifications.approval.command');
  if (tool === 'write' || tool === 'edit') return t('notifications.approval.file');
  return t('notifications.approval.other');
}

/** Once per run, even if its provider limits it again. */
function limitNotice(row: SessionRow, detail: Detail): readonly Unmuted[] {
  const wait = findWait(row);
  if (wait === undefined || row.archived === true) return [];
  const { key, lastRunId = wait.waitId } = row;
  const body = detail(describeWait(wait)) ?? t('notifications.quota');
  const path = href('sessions', key);
  return [{ id: `quota:${lastRunId}`, kind: 'budget', sessionKey: key, title: sessionTitle(row), body, path }];
}

function endedNotice(row: SessionRow, detail: Detail): readonly Unmuted[] {
  if (row.unread !== true || row.archived === true || row.endedAt === undefined) return [];
  const kind =
    row.status === 'done' ? 'finished' : row.status === 'failed' || row.status === 'timeout' ? 'failed' : undefined;
  if (kind === undefined) return [];
  const body =
    kind === 'finished'
      ? (detail(row.lastMessagePreview) ?? t('notifications.finished'))
      : (detail(row.lastRunError) ?? t('notifications.failed'));
  const { key, endedAt } = row;
  return [
    {
      id: `run:${key}:${endedAt}`,
      kind,
      sessionKey: key,
      title: sessionTitle(row),
      body,
      path: href('sessions', key),
      endedAt,
    },
  ];
}

/** One short line. A text with a likely secret isn't shown: notifications also appear on locked screens. */
function safeDetail(text: string): string | undefined {
  if (secretIn(text) !== undefined) return undefined;
  const line = truncateLine(escapeHidden(text), MAX_DETAIL).trim();
  return line === '' ? undefined : line;
}
