// The logic of the approvals inbox: groups, selection, history filter, rule patterns.
import { MAX_LISTED_EFFECTS, type CommandProgram } from '#contract/types/command-program.ts';
import { listNeededPrograms } from '#contract/types/needed-programs.ts';
import type { ApprovalRecord, ListedRule } from '#contract/types/approvals.ts';
import type { PlainMessageId } from '#messages/english.ts';
import { hasControlCharacter, hasInvisibleCharacter, removeHidden } from '#contract/types/hidden-characters.ts';
import { t } from '#messages/translate.ts';
import { commandTokens } from '../../design/command-tokens.ts';

/** Pending approvals under a heading: those of one session, or of one level of risk. */
export interface ApprovalGroup {
  readonly id: string;
  readonly title: string;
  readonly approvals: readonly ApprovalRecord[];
}

/** The filter of the history. An absent session or agent means all. */
export interface HistoryFilter {
  readonly text: string;
  readonly sessionKey?: string | undefined;
  readonly agentId?: string | undefined;
  readonly outcome: 'all' | 'allowed' | 'denied' | 'unanswered';
}

/** Groups by session, the one with the oldest pending approval first; oldest approval first in each group. */
export function groupPending(pending: readonly ApprovalRecord[]): readonly ApprovalGroup[] {
  const sorted = pending.toSorted((a, b) => a.createdAtMs - b.createdAtMs || a.id.localeCompare(b.id));
  const groups = Map.groupBy(sorted, ({ sessionKey }) => sessionKey);
  return [...groups].map(([sessionKey, approvals]) => {
    return { id: sessionKey, title: approvals[0]?.sessionTitle ?? '', approvals };
  });
}

/** The approval selected after J or K; stops at the ends. */
export function stepSelection(
  groups: readonly ApprovalGroup[],
  selected: string | undefined,
  by: 1 | -1,
): string | undefined {
  const ids = groups.flatMap((group) => group.approvals.map((approval) => approval.id));
  const at = selected === undefined ? -1 : ids.indexOf(selected);
  if (at === -1) return by === 1 ? ids[0] : ids.at(-1);
  return ids[Math.min(ids.length - 1, Math.max(0, at + by))];
}

/** Keeps the selection, or selects the approval that took its place after a decision. */
export function keepSelection(
  before: readonly string[],
  after: readonly string[],
  selected: string | undefined,
): string | undefined {
  if (selected !== undefined && after.includes(selected)) return selected;
  const at = selected === undefined ? 0 : Math.max(0, before.indexOf(selected));
  return after[Math.min(at, after.length - 1)];
}

/** The history that matches a filter, newest first. */
export function filterHistory(resolved: readonly ApprovalRecord[], filter: HistoryFilter): readonly ApprovalRecord[] {
  const wanted = filter.text.trim().toLowerCase();
  return resolved
    .filter((approval) => filter.outcome === 'all' || outcomeGroup(approval) === filter.outcome)
    .filter(({ sessionKey }) => filter.sessionKey === undefined || sessionKey === filter.sessionKey)
    .filter(({ agentId }) => filter.agentId === undefined || agentId === filter.agentId)
    .filter((approval) => wanted === '' || searchText(approval).includes(wanted))
    .toSorted((a, b) => (b.resolvedAtMs ?? b.createdAtMs) - (a.resolvedAtMs ?? a.createdAtMs));
}

function searchText({ subject, sessionTitle, agentId, reason, resolvedBy }: ApprovalRecord): string {
  const texts = [subject.command, subject.cwd, subject.tool, sessionTitle, agentId, reason, resolvedBy];
  return texts.join('\n').toLowerCase();
}

function outcomeGroup({ outcome }: ApprovalRecord): HistoryFilter['outcome'] {
  if (outcome === 'deny') return 'denied';
  return outcome?.startsWith('allow') === true ? 'allowed' : 'unanswered';
}

/** Whether a tool's text is a shell command. */
export function isCommand(tool: string): boolean {
  return tool === 'exec' || tool === 'process';
}

const REQUESTS: Readonly<Record<string, PlainMessageId>> = {
  exec: 'approvals.request.run',
  process: 'approvals.request.run',
  plan: 'approvals.request.plan',
  write: 'approvals.request.write',
  edit: 'approvals.request.edit',
  read: 'approvals.request.read',
  fetch: 'approvals.request.fetch',
};

/** The question that an approval asks. */
export function describeRequest(tool: string): string {
  const request = REQUESTS[tool];
  return request === undefined ? t('approvals.request.other', { tool }) : t(request);
}

type Subject = ApprovalRecord['subject'];

/** Whether one look at the text isn't enough to allow it: it has risks, or something that the text doesn't show. */
export function needsReview({
  tool,
  command,
  risks,
  diff,
  isPlan,
}: Pick<Subject, 'tool' | 'command' | 'risks' | 'diff' | 'isPlan'>): boolean {
  if (isPlan === true || risks.length > 0 || diff !== undefined || command.trimEnd().endsWith('…')) return true;
  if (hasControlCharacter(command) || hasInvisibleCharacter(command)) return true;
  return isCommand(tool) && commandTokens(command).some(({ kind }) => kind === 'danger');
}

/** Whether the request is about a change of a file. */
export function isEdit({ tool }: Pick<Subject, 'tool'>): boolean {
  return tool === 'write' || tool === 'edit';
}

/** Whether a person can change the request before allowing it: the gateway knows what its inputs mean. */
export function canEdit({ tool }: Pick<Subject, 'tool'>): boolean {
  return tool === 'exec' || tool === 'fetch' || isEdit({ tool });
}

/** Label of the button that remembers a decision: only edits and some commands can be allowed beyond the session. */
export function rememberLabel(subject: Pick<Subject, 'tool' | 'argv' | 'programs' | 'suggestedRule'>): string {
  const isLasting = isEdit(subject) || listNeededPrograms(subject) !== undefined;
  return isLasting ? t('approvals.allowAlways') : t('approvals.allowSession');
}

/** Whether all that a decision would cover is on the screen: the command, the change, and the effects aren't cut off. */
export function showsAll(
  { command, diff, programs = [] }: Pick<Subject, 'command' | 'diff' | 'programs'>,
  shownLines: number,
): boolean {
  const isCut = ({ writes = [], hosts = [], runs = [] }: CommandProgram) =>
    [writes, hosts, runs].some((effects) => effects.length >= MAX_LISTED_EFFECTS);
  return !command.trimEnd().endsWith('…') && !programs.some(isCut) && (diff ?? '').split('\n').length <= shownLines;
}

/** What "Allow for this session" covers where no rule is possible: the same call again. */
export function describeSessionGrant({ tool }: Pick<Subject, 'tool'>): string {
  if (isCommand(tool)) return t('approvals.session.command');
  return tool === 'fetch' ? t('approvals.session.fetch') : t('approvals.session.other', { tool });
}

/** An outcome as text. */
export function describeOutcome({ outcome, edit }: Pick<ApprovalRecord, 'outcome' | 'edit'>): string {
  if (edit !== undefined) return t('approvals.outcome.edited');
  return t(`approvals.outcome.${outcome ?? 'pending'}`);
}

/** A rule as one editable line; words with spaces are quoted. */
export function formatRule(words: readonly string[]): string {
  return words.map((word) => (/^[^\s"]+$/.test(word) ? word : JSON.stringify(word))).join(' ');
}

/** Parses an edited line into words. Undefined if a quote is open or no word is left. */
export function parseRule(line: string): readonly string[] | undefined {
  const words: string[] = [];
  const rest = line.trim().replace(/"(?:[^"\\]|\\.)*"(?=\s|$)|[^\s"]+(?=\s|$)/g, (word) => {
    words.push(word.startsWith('"') ? unquote(word) : word);
    return '';
  });
  return rest.trim() === '' && words.length > 0 && words.every((word) => word !== '') ? words : undefined;
}

function unquote(word: string): string {
  try {
    const value: unknown = JSON.parse(word);
    return typeof value === 'string' ? value : '';
  } catch {
    return '';
  }
}

/** The folder of a rule from the policy file. */
const EVERY_WORKSPACE = '*';

/** Where and how long a rule applies. */
export function describeRuleScope(rule: ListedRule): string {
  if (rule.sessionKey !== undefined) return t('approvals.rules.scope.session');
  if (rule.projectId !== undefined)
    return t('approvals.rules.scope.project', { name: removeHidden(rule.projectName ?? rule.projectId) });
  return rule.workspace === EVERY_WORKSPACE
    ? t('approvals.rules.scope.everywhere')
    : t('approvals.rules.scope.folder', { folder: rule.workspace });
}
