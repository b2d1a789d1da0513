// One row of the transcript. Memoized: a row re-renders only if it is another object.
import { memo } from 'react';
import type { OpenState } from '#contract/sessions/live-events.ts';
import type { BranchPointFacts } from '#contract/types/session-history.ts';
import { isTruncated } from '../../../state/session-feed.ts';
import type { ChatActions } from '../chat-actions.ts';
import { Markdown } from '../markdown/markdown.tsx';
import { ShowWhole } from './show-whole.tsx';
import { ToolGroup } from '../tools/tool-group.tsx';
import { DividerRow } from './divider-row.tsx';
import { StatusRow } from './status-row.tsx';
import { SummaryRow } from './summary-row.tsx';
import { ThinkingRow } from './thinking-row.tsx';
import type { Row } from './transcript-rows.ts';
import { OutgoingRow, UserRow } from './user-row.tsx';

interface RowViewProps {
  readonly row: Row;
  readonly toolOutput: OpenState['toolOutput'] | undefined;
  readonly actions: ChatActions;
  /** For a message with siblings. */
  readonly point: BranchPointFacts | undefined;
}

/** Renders any row. */
export const RowView = memo(function RowView({ row, toolOutput, actions, point }: RowViewProps) {
  switch (row.type) {
    case 'user':
      return <UserRow item={row.item} actions={actions} point={point} />;
    case 'outgoing':
      return <OutgoingRow message={row.message} actions={actions} />;
    case 'text':
      return (
        <div className="py-2">
          <Markdown text={row.text} live={row.live} />
          {isTruncated(row.text) ? (
            <ShowWhole onShow={() => void actions.showWhole(row.key.split(':')[0] ?? '')} />
          ) : null}
        </div>
      );
    case 'thinking':
      return <ThinkingRow text={row.text} live={row.live} />;
    case 'tools':
      return <ToolGroup calls={row.calls} toolOutput={toolOutput} onShowWhole={actions.showWhole} />;
    case 'divider':
      return <DividerRow item={row.item} last={row.last} actions={actions} />;
    case 'summary':
      return <SummaryRow summary={row.summary} actions={actions} />;
    case 'status':
      return <StatusRow run={row.run} phase={row.phase} />;
  }
});
