// A tool call: one line that expands. Failed calls expand automatically; pending ones show their approval.
import {
  CircleHelp,
  FilePlus2,
  FileSearch,
  FileText,
  FolderTree,
  Globe,
  ListChecks,
  Pencil,
  SquareTerminal,
  Wrench,
  type LucideIcon,
} from 'lucide-react';
import { memo, useState } from 'react';
import { Chevron } from '../../../design/chevron.tsx';
import { cx } from '../../../design/class-names.ts';
import { DiffCounts } from '../../../design/diff-view.tsx';
import { Spinner } from '../../../design/states.tsx';
import { isTruncated } from '../../../state/session-feed.ts';
import { ShowWhole } from '../transcript/row-buttons.tsx';
import type { ShownCall } from '../transcript/transcript-rows.ts';
import { ApprovalCard } from './approval-card.tsx';
import { QuestionCard } from './question-card.tsx';
import { ToolBody } from './tool-body.tsx';
import { toolSummary, type ToolKind, type ToolSummary } from './tool-summary.ts';

interface ToolCardProps {
  readonly call: ShownCall;
  readonly output: string | undefined;
  readonly onShowWhole: (callId: string) => void;
}

/** Re-renders only when the call or its output changes. */
export const ToolCard = memo(function ToolCard({ call, output, onShowWhole }: ToolCardProps) {
  const [choice, setChoice] = useState<boolean | undefined>(undefined);
  const summary = toolSummary(call);
  const open = choice ?? opensAutomatically(call, summary);
  const { state, approval, question, text = '' } = call;
  const asks = state === 'approval' && approval !== undefined;
  const waits = asks || question !== undefined;
  const Icon = ICONS[summary.kind];
  return (
    <li className="list-none">
      {/* The card says all of it. */}
      {!asks && (
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setChoice(!open)}
          className="group/tool flex h-7 w-full min-w-0 items-center gap-2 rounded-md px-1.5 text-start text-sm hover:bg-hover"
        >
          <span className={cx('flex size-4 shrink-0 items-center justify-center', stateColor(state))}>
            {state === 'running' || state === 'writing' ? <Spinner size={13} /> : <Icon size={14} aria-hidden />}
          </span>
          <span className="shrink-0 text-ink-soft">{summary.verb}</span>
          <span className="min-w-0 truncate font-mono text-xs text-ink">{summary.object}</span>
          {summary.added !== undefined && <DiffCounts additions={summary.added} deletions={summary.removed ?? 0} />}
          <span className={cx('tabular shrink-0 text-xs', stateColor(state))}>{summary.result}</span>
          <Chevron
            open={open}
            className={cx(
              'ms-auto text-ink-faint group-hover/tool:opacity-100 group-focus-visible/tool:opacity-100',
              open ? 'opacity-100' : 'opacity-0',
            )}
          />
        </button>
      )}
      {question !== undefined && <QuestionCard question={question} />}
      {approval !== undefined && (waits || approval.outcome !== undefined) && <ApprovalCard approval={approval} />}
      {open && !waits && (
        <div className="mt-1 mb-2 pe-1.5 ps-7.5">
          <ToolBody call={call} output={output} />
          {isTruncated(text) && <ShowWhole onShow={() => onShowWhole(call.callId)} />}
        </div>
      )}
    </li>
  );
});

/** Diffs of at most this many changed lines expand automatically. */
const SMALL_CHANGE_LINES = 40;

/** Failed calls, a running command, and a small change that needed no approval. */
function opensAutomatically(call: ShownCall, summary: ToolSummary): boolean {
  if (call.state === 'failed' || call.state === 'unknown') return true;
  if (call.state === 'running') return summary.kind === 'command';
  if (summary.kind === 'plan') return call.state === 'done';
  const changed = (summary.added ?? 0) + (summary.removed ?? 0);
  return call.state === 'done' && call.approval === undefined && changed > 0 && changed <= SMALL_CHANGE_LINES;
}

function stateColor(state: ShownCall['state']): string {
  if (state === 'failed' || state === 'denied') return 'text-bad';
  if (state === 'approval' || state === 'question' || state === 'unknown') return 'text-warn';
  return state === 'running' || state === 'writing' ? 'text-accent-ink' : 'text-ink-faint';
}

const ICONS: Readonly<Record<ToolKind, LucideIcon>> = {
  command: SquareTerminal,
  read: FileText,
  write: FilePlus2,
  edit: Pencil,
  list: FolderTree,
  search: FileSearch,
  page: Globe,
  plan: ListChecks,
  ask: CircleHelp,
  other: Wrench,
};
