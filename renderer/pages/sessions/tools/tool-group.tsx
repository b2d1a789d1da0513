// Consecutive tool calls. Many finished ones collapse into one line; failed ones stay visible.
import { Layers } from 'lucide-react';
import { useState } from 'react';
import type { OpenState } from '#contract/sessions/live-events.ts';
import { t } from '#messages/translate.ts';
import { Chevron } from '../../../design/chevron.tsx';
import { cx } from '../../../design/class-names.ts';
import type { ShownCall } from '../transcript/transcript-rows.ts';
import { canCollapse, describeGroup, notableCalls } from './group-summary.ts';
import { ToolCard } from './tool-card.tsx';

interface ToolGroupProps {
  readonly calls: readonly ShownCall[];
  readonly toolOutput: OpenState['toolOutput'] | undefined;
  readonly onShowWhole: (callId: string) => void;
}

/** A group that was visible while it ran stays open, so that nothing collapses while it is read. */
export function ToolGroup({ calls, toolOutput, onShowWhole }: ToolGroupProps) {
  const foldable = canCollapse(calls);
  const [open, setOpen] = useState(!foldable);
  const shown = open || !foldable ? calls : notableCalls(calls);
  return (
    <div className="-mx-1.5 py-1">
      {foldable && (
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="flex h-7 w-full min-w-0 items-center gap-2 rounded-md px-1.5 text-start text-sm text-ink-soft hover:bg-hover"
        >
          <Layers size={14} aria-hidden className="mx-px shrink-0 text-ink-faint" />
          <span className="truncate">{describeGroup(calls)}</span>
          <Chevron open={open} className="ms-auto text-ink-faint" />
        </button>
      )}
      <ul
        aria-label={t('tools.steps', { count: calls.length })}
        className={cx(foldable && open && 'ms-3.5 border-s border-line ps-2')}
      >
        {shown.map((call) => (
          <ToolCard key={call.callId} call={call} output={toolOutput?.[call.callId]?.text} onShowWhole={onShowWhole} />
        ))}
      </ul>
    </div>
  );
}
