// An approval in the transcript: what, where, why, and four answers; once answered, one line.
import { Check, ListChecks, ShieldAlert, ShieldCheck, ShieldX } from 'lucide-react';
import { useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { ApprovalView } from '#contract/sessions/session-view.ts';
import type { ApprovalEdit } from '#contract/sessions/session-events.ts';
import { escapeHidden, escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import { formatRemaining, formatTime } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Text } from '../../../design/text.tsx';
import { Badge } from '../../../design/badge.tsx';
import { Button } from '../../../design/button.tsx';
import { cx } from '../../../design/class-names.ts';
import { CommandText } from '../../../design/command-text.tsx';
import { DiffView } from '../../../design/diff-view.tsx';
import { isMac } from '../../../design/key-caps.ts';
import { ReviewBox } from '../../../design/review-box.tsx';
import { useNow } from '../../../design/use-now.ts';
import { describeApprovalMode } from '../../../state/approval-modes.ts';
import { firstKey, pressRuns } from '../../../state/key-bindings.ts';
import type { ApprovalAnswer } from '../../../state/pending-approvals.ts';
import { useCommand } from '../../../state/use-client.ts';
import { AnswerDialogs, useApprovalAnswer, type Asking } from '../../approvals/answer-dialogs.tsx';
import { describeAnswerer } from '../../approvals/describe-answerer.ts';
import { describeMachine } from '../../machines/describe-machine.ts';
import { canEdit, describeRequest, rememberLabel, showsAll } from '../../approvals/inbox.ts';
import { EditChanges } from '../../approvals/edit-changes.tsx';
import { PlanView } from '../../approvals/plan-view.tsx';
import { isSaidByPrograms, ProgramList } from '../../approvals/program-list.tsx';
import { SwipeAnswers } from '../../approvals/swipe-answers.tsx';
import { GatewayText } from '../../../design/gateway-text.tsx';

const ANSWER_COMMANDS = ['approval.once', 'approval.edit', 'approval.always', 'approval.deny'] as const;
type AnswerCommand = (typeof ANSWER_COMMANDS)[number];

/** Lines of a change that are shown. */
const SHOWN_DIFF_LINES = 80;

/** A card while pending, one line once answered. */
export function ApprovalCard({ approval }: { readonly approval: ApprovalView }) {
  if (approval.outcome !== undefined) return <AnsweredLine approval={approval} />;
  return approval.subject.isPlan === true ? <PlanCard approval={approval} /> : <PendingCard approval={approval} />;
}

function PlanCard({ approval }: { readonly approval: ApprovalView }) {
  const { busy, answer } = useApprovalAnswer(approval.approvalId);
  const card = useRef<HTMLElement>(null);
  useCommand('approval.focus', () => card.current?.focus());
  return (
    <section
      ref={card}
      aria-label={describeRequest(approval.subject.tool)}
      tabIndex={-1}
      className="@container mx-1.5 my-1.5 overflow-hidden rounded-lg border border-accent/45 bg-raised shadow-low"
    >
      <header className="flex items-center gap-2 bg-accent-soft px-3 py-1.5 text-sm text-ink">
        <ListChecks size={15} aria-hidden className="shrink-0 text-accent-ink" />
        <span className="font-medium">{describeRequest(approval.subject.tool)}</span>
        <span className="min-w-0 flex-1" />
        <Countdown expiresAtMs={approval.expiresAtMs} />
      </header>
      <PlanView plan={approval.subject.command} busy={busy} onAnswer={answer} />
    </section>
  );
}

function PendingCard({ approval }: { readonly approval: ApprovalView }) {
  const { busy, answer } = useApprovalAnswer(approval.approvalId);
  const [asking, setAsking] = useState<Asking>(undefined);
  const [seen, setSeen] = useState(false);
  const denial = useRef<HTMLButtonElement>(null);
  useCommand('approval.focus', () => denial.current?.focus());
  const { subject } = approval;
  const risks = subject.risks.filter((risk) => risk !== subject.reason);
  const canRemember = seen && showsAll(subject, SHOWN_DIFF_LINES);
  const actions = {
    'approval.once': seen ? () => answer({ decision: 'allow-once' }) : undefined,
    'approval.edit': canEdit(subject) ? () => setAsking('edit') : undefined,
    'approval.always': canRemember ? () => setAsking('always') : undefined,
    'approval.deny': () => setAsking('reason'),
  };
  return (
    <SwipeAnswers canAllow={seen} busy={busy} onAnswer={answer} className="mx-1.5 my-1.5 rounded-lg">
      <section
        aria-label={t('approvals.request.label', { command: escapeHidden(subject.command) })}
        tabIndex={-1}
        onKeyDown={(event) => answerByKey(event, actions)}
        className="overflow-hidden rounded-lg border border-warn-strong/45 bg-raised shadow-low"
      >
        <header className="flex items-center gap-2 bg-warn-soft px-3 py-1.5 text-sm text-ink">
          <ShieldAlert size={15} aria-hidden className="shrink-0 text-warn" />
          <span className="font-medium">{describeRequest(subject.tool)}</span>
          <span className="min-w-0 flex-1" />
          <Countdown expiresAtMs={approval.expiresAtMs} />
        </header>
        <ReviewBox
          label={t('approvals.command')}
          className="max-h-48 px-3 pt-2.5 text-(length:--code-size) leading-[1.55] text-ink"
          onSeen={() => setSeen(true)}
        >
          <CommandText command={subject.command} />
        </ReviewBox>
        <div className="px-3 pt-2 empty:hidden">
          <ProgramList subject={subject} />
        </div>
        <p className="px-3 pt-1.5 text-xs wrap-anywhere text-ink-soft">
          <Text
            id="tools.approval.place"
            values={{
              folder: escapeHiddenInLine(subject.cwd),
              machine: describeMachine(subject.sandbox),
              reason: isSaidByPrograms(subject) ? '' : escapeHidden(subject.reason),
            }}
            tags={{ code: (folder) => <span className="font-mono text-2xs">{folder}</span> }}
          />
        </p>
        {risks.length > 0 && (
          <div className="flex flex-wrap gap-1.5 px-3 pt-2">
            {risks.map((risk) => (
              <Badge key={risk} tone="bad">
                <GatewayText>{escapeHidden(risk)}</GatewayText>
              </Badge>
            ))}
          </div>
        )}
        {subject.diff !== undefined && (
          <div className="mx-3 mt-2 max-h-80 overflow-auto rounded-md border border-line">
            <DiffView text={subject.diff} limit={SHOWN_DIFF_LINES} />
          </div>
        )}
        <Answers
          busy={busy}
          seen={seen}
          canRemember={canRemember}
          canEdit={canEdit(subject)}
          remember={rememberLabel(subject)}
          denial={denial}
          onAnswer={answer}
          onAsk={setAsking}
        />
        <AnswerDialogs
          approval={{ id: approval.approvalId, subject }}
          asking={asking}
          onAsk={setAsking}
          onAnswer={answer}
        />
      </section>
    </SwipeAnswers>
  );
}

/** The keys of the answers while the card or one of its buttons has focus and no dialog is open. */
function answerByKey(
  event: KeyboardEvent<HTMLElement>,
  actions: Readonly<Record<AnswerCommand, (() => void) | undefined>>,
): void {
  const inside = event.target instanceof Element && event.currentTarget.contains(event.target);
  const id = ANSWER_COMMANDS.find((command) => pressRuns(event.nativeEvent, command, isMac()));
  const run = id === undefined || !inside ? undefined : actions[id];
  if (run === undefined) return;
  event.preventDefault();
  run();
}

function Countdown({ expiresAtMs }: { readonly expiresAtMs: number }) {
  const left = expiresAtMs - useNow(1_000);
  return (
    <span className={cx('tabular text-xs', left < 60_000 ? 'font-medium text-bad' : 'text-ink-soft')}>
      {left > 0 ? t('approvals.autoDenied', { time: formatRemaining(left) }) : t('approvals.expired')}
    </span>
  );
}

interface AnswersProps {
  readonly busy: boolean;
  /** The command was visible to its end, so it can be allowed. */
  readonly seen: boolean;
  /** It was seen, and nothing that the decision covers is cut off. */
  readonly canRemember: boolean;
  readonly canEdit: boolean;
  /** Label of the button that remembers the decision. */
  readonly remember: string;
  readonly denial: RefObject<HTMLButtonElement | null>;
  readonly onAnswer: (answer: ApprovalAnswer) => void;
  readonly onAsk: (what: Asking) => void;
}

function Answers({ busy, seen, canRemember, remember, denial: denialButton, onAnswer, onAsk, ...can }: AnswersProps) {
  const once = () => onAnswer({ decision: 'allow-once' });
  const deny = () => onAnswer({ decision: 'deny' });
  const other = { size: 'sm', disabled: busy } as const;
  const denial = { ...other, look: 'danger-quiet' } as const;
  return (
    <div className="grid grid-cols-2 gap-1.5 p-3 pointer-coarse:gap-3 @lg:flex @lg:items-center">
      <Button
        look="primary"
        size="sm"
        // The answers that deny have their own row.
        className={can.canEdit ? '@max-lg:col-span-2' : ''}
        busy={busy}
        disabled={!seen}
        icon={Check}
        onClick={once}
        aria-keyshortcuts={firstKey('approval.once')}
      >
        {t('approvals.allowOnce')}
      </Button>
      {can.canEdit && (
        <Button
          label={t('approvals.edit')}
          {...other}
          onClick={() => onAsk('edit')}
          aria-keyshortcuts={firstKey('approval.edit')}
        />
      )}
      <Button
        label={remember}
        {...other}
        disabled={busy || !canRemember}
        onClick={() => onAsk('always')}
        aria-keyshortcuts={firstKey('approval.always')}
      />
      <span className="min-w-0 flex-1 text-xs text-ink-soft @max-lg:order-first @max-lg:col-span-2 @max-lg:empty:hidden">
        {!seen ? t('approvals.readToEnd') : !canRemember && t('approvals.notAllShown')}
      </span>
      <Button ref={denialButton} label={t('approvals.deny')} {...denial} onClick={deny} />
      <Button
        label={t('approvals.denyWithReason')}
        {...denial}
        onClick={() => onAsk('reason')}
        aria-keyshortcuts={firstKey('approval.deny')}
      />
    </div>
  );
}

function AnsweredLine({ approval }: { readonly approval: ApprovalView }) {
  const allowed = approval.outcome?.startsWith('allow') === true;
  const Icon = allowed ? ShieldCheck : ShieldX;
  return (
    <div className="flex min-h-6 items-start gap-2 py-0.5 ps-7.5 text-xs text-ink-faint">
      <Icon
        size={13}
        aria-hidden
        className={cx('mt-1 shrink-0', allowed ? 'text-ok' : approval.outcome === 'cancelled' ? '' : 'text-bad')}
      />
      {approval.edit === undefined ? (
        <span className="min-w-0 wrap-anywhere">{describeOutcome(approval)}</span>
      ) : (
        <EditedOutcome approval={approval} edit={approval.edit} />
      )}
    </div>
  );
}

function EditedOutcome({ approval, edit }: { readonly approval: ApprovalView; readonly edit: ApprovalEdit }) {
  return (
    <details className="min-w-0 flex-1">
      <summary className="flex list-none items-center gap-1 rounded-sm hover:text-ink-soft pointer-coarse:min-h-11 [&::-webkit-details-marker]:hidden">
        <span className="min-w-0 wrap-anywhere">{describeOutcome(approval)}</span>
      </summary>
      <div className="pt-1 pb-2">
        <EditChanges edit={edit} />
      </div>
    </details>
  );
}

/** `Allowed once by iPhone · 12:04`, followed by the reason of a denial. */
function describeOutcome(approval: ApprovalView): string {
  const { outcome, resolvedBy, resolvedAt, reason } = approval;
  if (outcome === undefined) return t('tools.answered.pending');
  const plan = describePlanOutcome(approval);
  const what =
    approval.edit === undefined ? (plan?.text ?? t(`tools.answered.${outcome}`)) : t('tools.answered.edited');
  const hasPerson = resolvedBy !== undefined && outcome !== 'expired' && outcome !== 'cancelled';
  const who = hasPerson ? t('tools.answered.by', { outcome: what, who: describeAnswerer(resolvedBy) }) : what;
  const how = plan?.mode === undefined ? who : t('tools.answered.plan.mode', { text: who, mode: plan.mode });
  const when = resolvedAt === undefined ? how : t('tools.answered.at', { text: how, time: formatTime(resolvedAt) });
  return reason === undefined ? when : t('tools.answered.reason', { text: when, reason });
}

function describePlanOutcome({ subject, outcome }: ApprovalView): { text: string; mode?: string } | undefined {
  if (subject.isPlan !== true) return undefined;
  if (outcome === 'deny') return { text: t('tools.answered.plan.deny') };
  if (outcome === 'expired' || outcome === 'cancelled') return undefined;
  const mode = outcome === 'allow-session' ? 'accept-edits' : 'ask';
  return { text: t('tools.answered.plan.approved'), mode: describeApprovalMode(mode).title };
}
