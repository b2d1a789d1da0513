// One approval in full: what, where, who, why it is required, risks, the change; and the four answers.
import { ExternalLink, TriangleAlert } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import { escapeHidden, escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import { formatAgo, formatRemaining } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Facts } from '../../design/facts.tsx';
import { CopyButton } from '../../design/copy-button.tsx';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { CommandText } from '../../design/command-text.tsx';
import { DiffView } from '../../design/diff-view.tsx';
import { Kbd } from '../../design/kbd.tsx';
import { ReviewBox } from '../../design/review-box.tsx';
import { TitleText } from '../../design/title-text.tsx';
import { useNow } from '../../design/use-now.ts';
import { VisibleText } from '../../design/visible-text.tsx';
import { firstKey } from '../../state/key-bindings.ts';
import type { ApprovalAnswer } from '../../state/pending-approvals.ts';
import { href, navigate } from '../../state/route.ts';
import { describeMachine } from '../machines/describe-machine.ts';
import { canEdit, describeRequest, isCommand, rememberLabel, showsAll } from './inbox.ts';
import { DeliveryLines } from './delivery-lines.tsx';
import { PlanView } from './plan-view.tsx';
import { ProgramList } from './program-list.tsx';
import { SameReads } from './same-reads.tsx';
import { SwipeAnswers } from './swipe-answers.tsx';
import { AnswerDialogs, useApprovalAnswer, type Asking } from './answer-dialogs.tsx';
import { GatewayText } from '../../design/gateway-text.tsx';

interface ApprovalDetailProps {
  readonly approval: ApprovalRecord;
  readonly asking: Asking;
  /** The command was visible to its end, so it can be allowed. */
  readonly seen: boolean;
  /** It is the first one on the page, so the safe answer gets the focus. */
  readonly startsFocused: boolean;
  readonly onSeen: () => void;
  readonly onAsk: (what: Asking) => void;
}

/** Lines of a change that are shown. */
const SHOWN_DIFF_LINES = 200;

/** Whether a decision can be remembered: all of it is shown, and our rules apply where it runs. */
export function canRemember({ requester, subject }: Pick<ApprovalRecord, 'requester' | 'subject'>): boolean {
  return requester === undefined && showsAll(subject, SHOWN_DIFF_LINES);
}

/** For pending approvals; the history shows the others. */
export function ApprovalDetail({ approval, asking, seen, startsFocused, onSeen, onAsk }: ApprovalDetailProps) {
  const { busy, answer } = useApprovalAnswer(approval.id);
  const { subject, requester } = approval;
  // External programs get a single approval or none: our rules don't apply there.
  const remember = requester === undefined ? rememberLabel(subject) : undefined;
  return (
    <SwipeAnswers canAllow={seen} busy={busy} onAnswer={answer} isOff={subject.isPlan === true}>
      <article
        className="mx-auto flex max-w-180 flex-col gap-4 p-5"
        aria-label={t('approvals.request.label', { command: escapeHidden(subject.command) })}
      >
        <Heading approval={approval} />
        {subject.isPlan === true ? (
          <div className="@container overflow-hidden rounded-lg border border-line">
            <PlanView plan={subject.command} busy={busy} onAnswer={answer} />
          </div>
        ) : (
          <>
            <CommandBox subject={subject} onSeen={onSeen} />
            <ProgramList subject={subject} />
            {subject.risks.length > 0 && <Risks risks={subject.risks} />}
            {subject.diff !== undefined && (
              <div className="overflow-hidden rounded-lg border border-line">
                <DiffView text={subject.diff} limit={SHOWN_DIFF_LINES} />
              </div>
            )}
            <Answers
              busy={busy}
              seen={seen}
              remember={remember}
              canEdit={requester === undefined && canEdit(subject)}
              isComplete={showsAll(subject, SHOWN_DIFF_LINES)}
              startsFocused={startsFocused}
              onAnswer={answer}
              onAsk={onAsk}
            />
            <SameReads approval={approval} seen={seen} />
          </>
        )}
        <ApprovalFacts approval={approval} />
        <DeliveryLines approvalId={approval.id} />
        <AnswerDialogs
          approval={approval}
          asking={asking === 'always' && remember === undefined ? undefined : asking}
          onAsk={onAsk}
          onAnswer={answer}
        />
      </article>
    </SwipeAnswers>
  );
}

function Heading({ approval }: { readonly approval: ApprovalRecord }) {
  const { sessionKey } = approval;
  const { sessionTitle } = approval;
  const left = approval.expiresAtMs - useNow(1_000);
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <h2 className="text-base font-semibold text-ink">{describeRequest(approval.subject.tool)}</h2>
      {sessionKey === '' ? (
        <span className="max-w-60 text-sm text-ink-soft">
          <TitleText title={sessionTitle} />
        </span>
      ) : (
        <Button look="quiet" size="sm" icon={ExternalLink} onClick={() => navigate(href('sessions', sessionKey))}>
          <span className="max-w-80">
            <TitleText title={sessionTitle} />
          </span>
        </Button>
      )}
      <span className="ms-auto">
        <Badge tone={left < 60_000 ? 'warn' : 'neutral'}>
          <span className="tabular">
            {left > 0 ? t('approvals.autoDenied', { time: formatRemaining(left) }) : t('approvals.expired')}
          </span>
        </Badge>
      </span>
    </header>
  );
}

interface CommandBoxProps {
  readonly subject: ApprovalRecord['subject'];
  readonly onSeen: () => void;
}

function CommandBox({ subject, onSeen }: CommandBoxProps) {
  const { command } = subject;
  return (
    <div className="relative overflow-hidden rounded-lg border border-line bg-code">
      <ReviewBox
        label={t('approvals.command')}
        className="max-h-72 py-3 pe-11 ps-3.5 text-base leading-6"
        onSeen={onSeen}
      >
        {isCommand(subject.tool) ? <CommandText command={command} /> : <VisibleText text={command} />}
      </ReviewBox>
      <CopyButton label={t('controls.copyCommand')} className="absolute top-2 right-2" text={command} />
    </div>
  );
}

function Risks({ risks }: { readonly risks: readonly string[] }) {
  return (
    <ul
      aria-label={t('approvals.risks')}
      className="flex flex-col gap-1 rounded-lg bg-warn-soft px-3 py-2 text-sm text-ink"
    >
      {risks.map((risk) => (
        <li key={risk} className="flex items-start gap-2">
          <TriangleAlert size={14} aria-hidden className="mt-0.5 shrink-0 text-warn" />
          <GatewayText>{escapeHidden(risk)}</GatewayText>
        </li>
      ))}
    </ul>
  );
}

interface AnswersProps {
  readonly busy: boolean;
  readonly seen: boolean;
  /** Label of the button that remembers the decision; absent where a decision applies once only. */
  readonly remember: string | undefined;
  /** The request can be changed before it is allowed. */
  readonly canEdit: boolean;
  /** All that the decision covers is on the screen. */
  readonly isComplete: boolean;
  readonly startsFocused: boolean;
  readonly onAnswer: (given: ApprovalAnswer) => void;
  readonly onAsk: (what: 'always' | 'reason' | 'edit') => void;
}

function Answers({ busy, seen, remember, isComplete, startsFocused, onAnswer, onAsk, ...can }: AnswersProps) {
  const denial = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const isFree = document.activeElement === null || document.activeElement === document.body;
    if (startsFocused && isFree) denial.current?.focus({ preventScroll: true });
  }, [startsFocused]);
  return (
    <div
      className="flex flex-wrap items-center gap-2 pointer-coarse:gap-3 max-md:sticky max-md:bottom-0 max-md:grid max-md:grid-cols-2 max-md:bg-surface max-md:py-2"
      role="group"
      aria-label={t('approvals.answers')}
    >
      {!seen && <p className="w-full text-xs text-ink-soft max-md:col-span-2">{t('approvals.readToEnd')}</p>}
      {seen && !isComplete && remember !== undefined && (
        <p className="w-full text-xs text-ink-soft max-md:col-span-2">{t('approvals.notAllShown')}</p>
      )}
      <Button
        look="primary"
        size="lg"
        // The answers that deny have their own row.
        className={can.canEdit ? 'max-md:col-span-2' : ''}
        busy={busy}
        disabled={!seen}
        onClick={() => onAnswer({ decision: 'allow-once' })}
      >
        {t('approvals.allowOnce')} <KeyHint command="approval.once" />
      </Button>
      {can.canEdit && (
        <Button size="lg" disabled={busy} onClick={() => onAsk('edit')}>
          {t('approvals.edit')} <KeyHint command="approval.edit" />
        </Button>
      )}
      {remember !== undefined && (
        <Button size="lg" disabled={busy || !seen || !isComplete} onClick={() => onAsk('always')}>
          {remember} <KeyHint command="approval.always" />
        </Button>
      )}
      <Button ref={denial} size="lg" look="danger-quiet" disabled={busy} onClick={() => onAnswer({ decision: 'deny' })}>
        {t('approvals.deny')}
      </Button>
      <Button size="lg" look="danger-quiet" disabled={busy} onClick={() => onAsk('reason')}>
        {t('approvals.denyWithReason')} <KeyHint command="approval.deny" />
      </Button>
    </div>
  );
}

type AnswerCommand = 'approval.once' | 'approval.edit' | 'approval.always' | 'approval.deny';

function KeyHint({ command }: { readonly command: AnswerCommand }) {
  const keys = firstKey(command);
  if (keys === undefined) return null;
  return (
    <span aria-hidden className="max-md:hidden">
      <Kbd keys={keys} />
    </span>
  );
}

function ApprovalFacts({ approval: { subject, agentId, createdAtMs } }: { readonly approval: ApprovalRecord }) {
  const now = useNow(60_000);
  const code = (text: string) => <code className="text-xs">{escapeHiddenInLine(text)}</code>;
  const why = <GatewayText>{escapeHidden(subject.reason)}</GatewayText>;
  return (
    <Facts
      className="grid-cols-[7rem_1fr] gap-y-1.5 border-t border-line pt-4 text-sm max-md:grid-cols-1 max-md:gap-y-0.5"
      rows={[
        [t('approvals.fact.why'), why],
        [t('approvals.fact.folder'), code(subject.cwd)],
        [t('approvals.fact.machine'), describeMachine(subject.sandbox)],
        [t('approvals.fact.program'), subject.resolvedPath === undefined ? undefined : code(subject.resolvedPath)],
        [
          t('approvals.fact.files'),
          subject.files === undefined ? undefined : code(subject.files.map(({ path }) => path).join(', ')),
        ],
        [t('approvals.fact.agent'), agentId === '' ? undefined : escapeHiddenInLine(agentId)],
        [t('approvals.fact.asked'), formatAgo(createdAtMs, now)],
      ]}
    />
  );
}
