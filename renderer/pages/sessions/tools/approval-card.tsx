// A decision in the stream: what wants to run, where, why it asks; four answers. Afterwards one line says who answered.
import { Check, ShieldAlert, ShieldCheck, ShieldX } from 'lucide-react';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import type { ApprovalView } from '#contract/sessions/session-view.ts';
import { formatRemaining } from '#messages/format.ts';
import { Badge } from '../../../design/badge.tsx';
import { Button } from '../../../design/button.tsx';
import { cx } from '../../../design/class-names.ts';
import { CommandText } from '../../../design/command-text.tsx';
import { DiffView } from '../../../design/diff-view.tsx';
import { toast, toastError } from '../../../design/toasts.ts';
import { useNow } from '../../../design/use-now.ts';
import type { ApprovalAnswer } from '../../../state/pending-approvals.ts';
import { useCommand, useServices } from '../../../state/use-client.ts';
import { AlwaysDialog, ReasonDialog } from '../../approvals/answer-dialogs.tsx';
import { answeredWords } from './approval-words.ts';

/** Pending: the card. Answered: one line. */
export function ApprovalCard({ approval }: { readonly approval: ApprovalView }) {
  return approval.outcome === undefined ? <PendingCard approval={approval} /> : <AnsweredLine approval={approval} />;
}

type Asking = 'always' | 'reason' | undefined;

function PendingCard({ approval }: { readonly approval: ApprovalView }) {
  const { approvals } = useServices();
  const [asking, setAsking] = useState<Asking>(undefined);
  const busy = useStore(approvals.store, (state) => state.answering.has(approval.approvalId));
  const answer = async (given: ApprovalAnswer): Promise<void> => {
    setAsking(undefined);
    try {
      const first = await approvals.answer(approval.approvalId, given);
      if (!first) toast({ title: 'It was answered elsewhere before', detail: 'That answer counts.' });
    } catch (cause) {
      toastError('The answer did not arrive', cause);
    }
  };
  const card = useRef<HTMLElement>(null);
  useCommand('approval.focus', () => card.current?.focus());
  const { subject } = approval;
  const risks = subject.risks.filter((risk) => risk !== subject.reason);
  return (
    <section
      ref={card}
      aria-label={`Approval: ${subject.command}`}
      tabIndex={-1}
      onKeyDown={(event) => answerByKey(event, () => void answer({ decision: 'allow-once' }), setAsking)}
      className="mx-1.5 my-1.5 overflow-hidden rounded-lg border border-warn-strong/45 bg-raised shadow-low"
    >
      <header className="flex items-center gap-2 bg-warn-soft px-3 py-1.5 text-sm text-ink">
        <ShieldAlert size={15} aria-hidden className="shrink-0 text-warn" />
        <span className="font-medium">{QUESTIONS[subject.tool] ?? `Use ${subject.tool}?`}</span>
        <span className="min-w-0 flex-1" />
        <Countdown expiresAtMs={approval.expiresAtMs} />
      </header>
      <pre
        tabIndex={0}
        aria-label="Command"
        className="max-h-48 overflow-auto px-3 pt-2.5 text-(length:--code-size) leading-[1.55] wrap-anywhere whitespace-pre-wrap text-ink"
      >
        <CommandText command={subject.command} />
      </pre>
      <p className="px-3 pt-1.5 text-xs text-ink-soft">
        In <span className="font-mono text-2xs">{subject.cwd}</span> on{' '}
        {subject.sandbox === 'host' ? 'this machine' : subject.sandbox}. {subject.reason}
      </p>
      {risks.length === 0 ? null : (
        <div className="flex flex-wrap gap-1.5 px-3 pt-2">
          {risks.map((risk) => (
            <Badge key={risk} tone="bad">
              {risk}
            </Badge>
          ))}
        </div>
      )}
      {subject.diff === undefined ? null : (
        <div className="mx-3 mt-2 max-h-80 overflow-auto rounded-md border border-line">
          <DiffView text={subject.diff} limit={80} />
        </div>
      )}
      <Answers busy={busy} onAnswer={(given) => void answer(given)} onAsk={setAsking} />
      <AlwaysDialog
        approval={approval}
        open={asking === 'always'}
        onClose={() => setAsking(undefined)}
        onAnswer={answer}
      />
      <ReasonDialog
        open={asking === 'reason'}
        onClose={() => setAsking(undefined)}
        onDeny={(reason) => void answer({ decision: 'deny', reason })}
      />
    </section>
  );
}

const QUESTIONS: Readonly<Record<string, string>> = {
  exec: 'Run this command?',
  process: 'Run this command?',
  write: 'Write this file?',
  edit: 'Change this file?',
  read: 'Read this file?',
  fetch: 'Call this address?',
};

/** Y, A and N while the card or one of its buttons has the focus, and no dialog is open over it. */
function answerByKey(event: KeyboardEvent<HTMLElement>, once: () => void, ask: (what: Asking) => void): void {
  const inside = event.target instanceof Element && event.currentTarget.contains(event.target);
  if (!inside || event.ctrlKey || event.metaKey || event.altKey) return;
  const run = { y: once, a: () => ask('always'), n: () => ask('reason') }[event.key.toLowerCase()];
  if (run === undefined) return;
  event.preventDefault();
  run();
}

function Countdown({ expiresAtMs }: { readonly expiresAtMs: number }) {
  const left = expiresAtMs - useNow(1_000);
  return (
    <span className={cx('tabular text-xs', left < 60_000 ? 'font-medium text-bad' : 'text-ink-soft')}>
      {left > 0 ? `denied by itself in ${formatRemaining(left)}` : 'time is over'}
    </span>
  );
}

interface AnswersProps {
  readonly busy: boolean;
  readonly onAnswer: (answer: ApprovalAnswer) => void;
  readonly onAsk: (what: Asking) => void;
}

function Answers({ busy, onAnswer, onAsk }: AnswersProps) {
  return (
    <div className="grid grid-cols-2 gap-1.5 p-3 md:flex md:items-center">
      <Button
        look="primary"
        size="sm"
        busy={busy}
        icon={<Check size={13} aria-hidden />}
        onClick={() => onAnswer({ decision: 'allow-once' })}
        aria-keyshortcuts="Y"
      >
        Allow once
      </Button>
      <Button size="sm" disabled={busy} onClick={() => onAsk('always')} aria-keyshortcuts="A">
        Always…
      </Button>
      <span className="hidden flex-1 md:block" />
      <Button look="danger-quiet" size="sm" disabled={busy} onClick={() => onAnswer({ decision: 'deny' })}>
        Deny
      </Button>
      <Button look="danger-quiet" size="sm" disabled={busy} onClick={() => onAsk('reason')} aria-keyshortcuts="N">
        Deny with reason…
      </Button>
    </div>
  );
}

function AnsweredLine({ approval }: { readonly approval: ApprovalView }) {
  const allowed = approval.outcome?.startsWith('allow') === true;
  const Icon = allowed ? ShieldCheck : ShieldX;
  return (
    <p className="flex min-h-6 items-center gap-2 py-0.5 pl-7.5 text-xs text-ink-faint">
      <Icon
        size={13}
        aria-hidden
        className={cx('shrink-0', allowed ? 'text-ok' : approval.outcome === 'cancelled' ? '' : 'text-bad')}
      />
      <span className="min-w-0 wrap-anywhere">{answeredWords(approval)}</span>
    </p>
  );
}
