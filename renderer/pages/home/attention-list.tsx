// What needs the user: approvals that can be answered here, questions, failed runs.
import { CircleDollarSign, CircleHelp, ShieldQuestion } from 'lucide-react';
import { useStore } from 'zustand';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import type { PausedRun } from '#contract/types/budgets.ts';
import { escapeHidden, removeHidden } from '#contract/types/hidden-characters.ts';
import { formatRemaining } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { CommandText } from '../../design/command-text.tsx';
import { Card } from '../../design/page.tsx';
import { attempt } from '../../design/toasts.ts';
import { useNow } from '../../design/use-now.ts';
import { useTruncated } from '../../design/use-truncated.ts';
import { describePause } from '../../state/describe-budget.ts';
import type { WaitingQuestion } from '../../state/pending-questions.ts';
import { href, navigate } from '../../state/route.ts';
import { useServices } from '../../state/use-client.ts';
import { isCommand, needsReview } from '../approvals/inbox.ts';
import { SwipeAnswers } from '../approvals/swipe-answers.tsx';
import type { Attention } from './home-groups.ts';
import { SessionLines } from './session-lines.tsx';
import { GatewayText } from '../../design/gateway-text.tsx';

const MAX_APPROVALS = 3;

/** Approvals as cards, the rest as lines. */
export function AttentionList({ items }: { readonly items: readonly Attention[] }) {
  const approvals = items.filter((item) => item.kind === 'approval');
  const questions = items.filter((item) => item.kind === 'question');
  const paused = items.filter((item) => item.kind === 'budget');
  const failed = items.filter((item) => item.kind === 'failed');
  return (
    <div className="flex flex-col gap-2">
      {approvals.slice(0, MAX_APPROVALS).map(({ approval }) => (
        <ApprovalLine key={approval.id} approval={approval} />
      ))}
      {approvals.length > MAX_APPROVALS && (
        <Button look="quiet" size="sm" className="self-start" onClick={() => navigate('/approvals')}>
          {t('home.moreApprovals', { count: approvals.length - MAX_APPROVALS })}
        </Button>
      )}
      {questions.map(({ question }) => (
        <QuestionLine key={question.id} question={question} />
      ))}
      {paused.map((item) => (
        <PausedLine key={item.paused.stopId} run={item.paused} />
      ))}
      <SessionLines rows={failed.map(({ row }) => row)} />
    </div>
  );
}

function QuestionLine({ question }: { readonly question: WaitingQuestion }) {
  return (
    <Card className="flex flex-wrap items-center gap-x-3 gap-y-2 px-3 py-2.5">
      <CircleHelp size={16} aria-hidden className="shrink-0 text-accent-ink" />
      <span className="min-w-0 flex-1 basis-56 truncate text-sm text-ink">{question.text}</span>
      <Button size="sm" look="secondary" onClick={() => navigate(href('sessions', question.sessionKey))}>
        {t('home.answer')}
      </Button>
    </Card>
  );
}

function PausedLine({ run }: { readonly run: PausedRun }) {
  return (
    <Card className="flex flex-wrap items-center gap-x-3 gap-y-2 px-3 py-2.5">
      <CircleDollarSign size={16} aria-hidden className="shrink-0 text-warn" />
      <span className="min-w-0 flex-1 basis-56 text-sm text-ink">
        <span className="block truncate">{removeHidden(run.title)}</span>
        <span className="block text-xs text-ink-soft">{describePause(run)}</span>
      </span>
      <Button
        label={t('budgets.paused.open')}
        size="sm"
        look="secondary"
        onClick={() => navigate(href('sessions', run.sessionKey))}
      />
    </Card>
  );
}

/** Can be allowed here only if all of it is visible and nothing about it is risky. */
function ApprovalLine({ approval }: { readonly approval: ApprovalRecord }) {
  const { approvals } = useServices();
  const busy = useStore(approvals.store, (state) => state.answering.has(approval.id));
  const now = useNow(1_000);
  const answer = (decision: 'allow-once' | 'deny') =>
    attempt(t('approvals.answerFailed'), () => approvals.answer(approval.id, { decision }));
  const { tool, command, risks } = approval.subject;
  const [risk] = risks;
  const { ref, truncated } = useTruncated(command);
  const review = () => navigate(href('approvals', 'item', approval.id));
  return (
    <SwipeAnswers
      canAllow={!truncated && !needsReview(approval.subject)}
      busy={busy}
      onAnswer={({ decision }) => answer(decision)}
      className="rounded-lg"
    >
      <Card className="flex flex-wrap items-center gap-x-3 gap-y-2 px-3 py-2.5">
        <ShieldQuestion size={16} aria-hidden className="shrink-0 text-warn" />
        <button type="button" className="min-w-0 flex-1 basis-56 rounded-sm text-start" onClick={review}>
          <span ref={ref} className="line-clamp-3 text-xs wrap-anywhere whitespace-pre-wrap">
            {isCommand(tool) ? <CommandText command={command} /> : <code>{escapeHidden(command)}</code>}
          </span>
          {risk !== undefined && (
            <span className="block text-xs text-bad">
              <GatewayText>{escapeHidden(risk)}</GatewayText>
            </span>
          )}
          <span className="tabular block truncate text-2xs text-ink-faint">
            {t('home.expires', {
              session: removeHidden(approval.sessionTitle),
              time: formatRemaining(approval.expiresAtMs - now),
            })}
          </span>
        </button>
        <span className="flex gap-1.5 pointer-coarse:gap-3">
          {truncated || needsReview(approval.subject) ? (
            <Button label={t('home.review')} size="sm" look="secondary" disabled={busy} onClick={review} />
          ) : (
            <Button size="sm" look="secondary" busy={busy} onClick={() => answer('allow-once')}>
              {t('approvals.allowOnce')}
            </Button>
          )}
          <Button
            label={t('approvals.deny')}
            size="sm"
            look="danger-quiet"
            disabled={busy}
            onClick={() => answer('deny')}
          />
        </span>
      </Card>
    </SwipeAnswers>
  );
}
