// How risky a request is, the order by risk, and requests that can be answered together.
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import { t } from '#messages/translate.ts';
import { groupPending, needsReview, type ApprovalGroup } from './inbox.ts';

/** `read`: only reads files in the workspace. `unknown`: nothing speaks against it, but nobody knows all that it does. */
export type RiskLevel = 'high' | 'unknown' | 'read';

/** From the riskiest to the least. */
const RISK_LEVELS: readonly RiskLevel[] = ['high', 'unknown', 'read'];

type Subject = ApprovalRecord['subject'];

/** The level of a request. */
export function riskLevel(subject: Subject): RiskLevel {
  const { tool, command, risks, programs = [] } = subject;
  // A change of a file needs a review, but is no higher risk than another edit.
  const isRisky = needsReview({ tool, command, risks }) || programs.some(({ decision }) => decision === 'deny');
  if (isRisky || subject.isPlan === true) return 'high';
  return isRead(subject) ? 'read' : 'unknown';
}

/** Each program only reads, as far as the policy knows it: an unknown program is no read. */
function isRead({ tool, programs = [], diff }: Subject): boolean {
  return tool === 'exec' && diff === undefined && programs.length > 0 && programs.every(isPlain);
}

type Program = NonNullable<Subject['programs']>[number];

function isPlain({ isPlainRead, writes = [], hosts = [], runs = [] }: Program): boolean {
  return isPlainRead === true && [writes, hosts, runs].every((effects) => effects.length === 0);
}

/** How the inbox is sorted. */
export type InboxOrder = 'age' | 'risk';

/** Reads the preference; an unknown value means by age. */
export function readOrder(value: unknown): InboxOrder {
  return value === 'risk' ? 'risk' : 'age';
}

/** The groups of the inbox: by session, or by level of risk with the riskiest first. */
export function groupInbox(pending: readonly ApprovalRecord[], order: InboxOrder): readonly ApprovalGroup[] {
  if (order === 'age') return groupPending(pending);
  const levels = Map.groupBy(sortByRisk(pending), ({ subject }) => riskLevel(subject));
  return [...levels].map(([level, approvals]) => ({ id: level, title: t(`approvals.risk.${level}`), approvals }));
}

/** The riskiest first; equally risky ones by age. */
function sortByRisk(pending: readonly ApprovalRecord[]): readonly ApprovalRecord[] {
  const rank = ({ subject }: ApprovalRecord) => RISK_LEVELS.indexOf(riskLevel(subject));
  return pending.toSorted((a, b) => rank(a) - rank(b) || a.createdAtMs - b.createdAtMs || a.id.localeCompare(b.id));
}

/**
 * Requests for the very same read as `approval`, itself included, oldest first: the same command in the same folder of the same
 * kind of machine. Fewer than two for anything else: what writes, contacts hosts, or isn't known is answered one by one.
 */
export function findSameReads(approval: ApprovalRecord, pending: readonly ApprovalRecord[]): readonly ApprovalRecord[] {
  if (approval.requester !== undefined || riskLevel(approval.subject) !== 'read') return [];
  const wanted = identify(approval);
  return pending.filter(
    (one) => one.requester === undefined && riskLevel(one.subject) === 'read' && identify(one) === wanted,
  );
}

function identify({ subject: { tool, command, argv, cwd, sandbox, resolvedPath } }: ApprovalRecord): string {
  return JSON.stringify([tool, command, argv, cwd, sandbox, resolvedPath]);
}
