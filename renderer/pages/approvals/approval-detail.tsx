// One approval in full: what, where, who, why it asks, what is risky, what it will change; and the four answers.
import { Check, Copy, ExternalLink, TriangleAlert } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import { formatRemaining } from '#messages/format.ts';
import { Badge } from '../../design/badge.tsx';
import { Button, IconButton } from '../../design/button.tsx';
import { CommandText } from '../../design/command-text.tsx';
import { DiffView } from '../../design/diff-view.tsx';
import { Kbd } from '../../design/kbd.tsx';
import { toast, toastError } from '../../design/toasts.ts';
import { useNow } from '../../design/use-now.ts';
import type { ApprovalAnswer } from '../../state/pending-approvals.ts';
import { href, navigate } from '../../state/route.ts';
import { useServices } from '../../state/use-client.ts';
import { isCommand } from './inbox.ts';
import { AlwaysDialog, ReasonDialog } from './answer-dialogs.tsx';

interface ApprovalDetailProps {
  readonly approval: ApprovalRecord;
  readonly asking: 'always' | 'reason' | undefined;
  readonly onAsk: (what: 'always' | 'reason' | undefined) => void;
}

/** Pending approvals only; answered ones stand in the history. */
export function ApprovalDetail({ approval, asking, onAsk }: ApprovalDetailProps) {
  const { approvals } = useServices();
  const busy = useStore(approvals.store, (state) => state.answering.has(approval.id));
  const answer = async (given: ApprovalAnswer) => {
    onAsk(undefined);
    try {
      if (!(await approvals.answer(approval.id, given)))
        toast({ title: 'Somebody was faster', detail: 'It was answered elsewhere; that answer counts.' });
    } catch (cause) {
      toastError('The answer did not arrive', cause);
    }
  };
  const { subject } = approval;
  return (
    <article className="mx-auto flex max-w-180 flex-col gap-4 p-5" aria-label={`Approval: ${subject.command}`}>
      <Heading approval={approval} />
      <CommandBox subject={subject} />
      {subject.risks.length > 0 && <Risks risks={subject.risks} />}
      {subject.diff !== undefined && (
        <div className="overflow-hidden rounded-lg border border-line">
          <DiffView text={subject.diff} limit={200} />
        </div>
      )}
      <Answers busy={busy} remember={rememberedAs(approval)} onAnswer={answer} onAsk={onAsk} />
      <Facts approval={approval} />
      <AlwaysDialog
        approval={approval}
        open={asking === 'always' && rememberedAs(approval) !== undefined}
        onClose={() => onAsk(undefined)}
        onAnswer={answer}
      />
      <ReasonDialog
        open={asking === 'reason'}
        onClose={() => onAsk(undefined)}
        onDeny={(reason) => void answer({ decision: 'deny', reason })}
      />
    </article>
  );
}

function Heading({ approval }: { readonly approval: ApprovalRecord }) {
  const now = useNow(1_000);
  const left = approval.expiresAtMs - now;
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <h2 className="text-base font-semibold text-ink">
        {VERBS[approval.subject.tool] ?? `Use ${approval.subject.tool}`}?
      </h2>
      {approval.sessionKey === '' ? (
        <span className="max-w-60 truncate text-sm text-ink-soft">{approval.sessionTitle}</span>
      ) : (
        <Button
          look="quiet"
          size="sm"
          icon={<ExternalLink size={13} aria-hidden />}
          onClick={() => navigate(href('sessions', approval.sessionKey))}
        >
          <span className="max-w-60 truncate">{approval.sessionTitle}</span>
        </Button>
      )}
      <span className="ml-auto">
        <Badge tone={left < 60_000 ? 'warn' : 'neutral'}>
          <span className="tabular">{left > 0 ? `denied by itself in ${formatRemaining(left)}` : 'expired'}</span>
        </Badge>
      </span>
    </header>
  );
}

const VERBS: Readonly<Record<string, string>> = {
  exec: 'Run this command',
  process: 'Run this command',
  write: 'Write this file',
  edit: 'Change this file',
  read: 'Read this file',
  fetch: 'Open this address',
};

function CommandBox({ subject }: { readonly subject: ApprovalRecord['subject'] }) {
  const { command } = subject;
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(command);
    setCopied(true);
  };
  return (
    <div className="relative rounded-lg border border-line bg-code">
      <pre
        tabIndex={0}
        aria-label="Command"
        className="max-h-72 overflow-auto py-3 pr-11 pl-3.5 text-base leading-6 wrap-anywhere whitespace-pre-wrap"
      >
        {isCommand(subject.tool) ? <CommandText command={command} /> : command}
      </pre>
      <IconButton
        label={copied ? 'Copied' : 'Copy command'}
        className="absolute top-2 right-2"
        onClick={() => void copy()}
      >
        {copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      </IconButton>
    </div>
  );
}

function Risks({ risks }: { readonly risks: readonly string[] }) {
  return (
    <ul aria-label="Risks" className="flex flex-col gap-1 rounded-lg bg-warn-soft px-3 py-2 text-sm text-ink">
      {risks.map((risk) => (
        <li key={risk} className="flex items-start gap-2">
          <TriangleAlert size={14} aria-hidden className="mt-0.5 shrink-0 text-warn" />
          {risk}
        </li>
      ))}
    </ul>
  );
}

/** What a program runs elsewhere is allowed once or not: no rule of ours holds there. */
function rememberedAs({ requester, subject }: ApprovalRecord): string | undefined {
  if (requester !== undefined) return undefined;
  return subject.suggestedRule === undefined ? 'For this session…' : 'Always…';
}

interface AnswersProps {
  readonly busy: boolean;
  /** The word on the button for more than once; absent where an answer counts once only. */
  readonly remember: string | undefined;
  readonly onAnswer: (given: ApprovalAnswer) => Promise<void>;
  readonly onAsk: (what: 'always' | 'reason') => void;
}

function Answers({ busy, remember, onAnswer, onAsk }: AnswersProps) {
  return (
    <div
      className="flex flex-wrap items-center gap-2 max-md:sticky max-md:bottom-0 max-md:grid max-md:grid-cols-2 max-md:bg-surface max-md:py-2"
      role="group"
      aria-label="Your answer"
    >
      <Button look="primary" size="lg" busy={busy} onClick={() => void onAnswer({ decision: 'allow-once' })}>
        Allow once <KeyHint keys="Y" />
      </Button>
      {remember !== undefined && (
        <Button size="lg" disabled={busy} onClick={() => onAsk('always')}>
          {remember} <KeyHint keys="A" />
        </Button>
      )}
      <Button size="lg" look="danger-quiet" disabled={busy} onClick={() => void onAnswer({ decision: 'deny' })}>
        Deny
      </Button>
      <Button size="lg" look="danger-quiet" disabled={busy} onClick={() => onAsk('reason')}>
        Deny with a reason… <KeyHint keys="N" />
      </Button>
    </div>
  );
}

function KeyHint({ keys }: { readonly keys: string }) {
  return (
    <span aria-hidden className="max-md:hidden">
      <Kbd keys={keys} />
    </span>
  );
}

function Facts({ approval }: { readonly approval: ApprovalRecord }) {
  const { subject } = approval;
  return (
    <dl className="grid grid-cols-[7rem_1fr] gap-x-4 gap-y-1.5 border-t border-line pt-4 text-sm max-md:grid-cols-1 max-md:gap-y-0.5">
      <Fact name="Why it asks">{subject.reason}</Fact>
      <Fact name="Where">
        <code className="text-xs">{subject.cwd}</code>
      </Fact>
      <Fact name="Runs in">{subject.sandbox === 'host' ? 'this machine, without a container' : subject.sandbox}</Fact>
      {subject.resolvedPath !== undefined && (
        <Fact name="Program">
          <code className="text-xs">{subject.resolvedPath}</code>
        </Fact>
      )}
      {approval.agentId !== '' && <Fact name="Agent">{approval.agentId}</Fact>}
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-faint max-md:mt-1.5">{name}</dt>
      <dd className="wrap-anywhere text-ink">{children}</dd>
    </>
  );
}
