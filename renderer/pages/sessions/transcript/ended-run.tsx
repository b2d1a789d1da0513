// The end of a run that wasn't completed: why, and the buttons that continue from there.
import { RotateCw } from 'lucide-react';
import type { DividerItem, UserItem } from '#contract/sessions/session-view.ts';
import { formatRemaining } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../../design/button.tsx';
import { cx } from '../../../design/class-names.ts';
import { ErrorNote } from '../../../design/states.tsx';
import { useNow } from '../../../design/use-now.ts';
import { navigate } from '../../../state/route.ts';
import { isTruncated } from '../../../state/session-feed.ts';
import type { ChatActions } from '../chat-actions.ts';
import { showRun } from '../runs/run-store.ts';
import { needsSettings } from './needs-settings.ts';

interface EndedProps {
  /** The message to send again; without it, the agent is asked to continue. */
  readonly asked: UserItem | undefined;
  readonly actions: ChatActions;
}

interface FailedRunProps extends EndedProps {
  readonly item: DividerItem;
  /** It is the last item, so it offers to retry. */
  readonly last: boolean;
}

/** What failed, and what to do about it. */
export function FailedRun({ item: { text, error, ts, runId }, last, asked, actions }: FailedRunProps) {
  const settings = error !== undefined && needsSettings(error);
  return (
    <div className="py-2">
      <ErrorNote message={text} hint={error?.hint} />
      <div className="mt-1.5 flex flex-wrap gap-1.5 empty:hidden pointer-coarse:gap-3">
        {last && (
          <Retry
            asked={asked}
            actions={actions}
            notBefore={error?.retryAfterMs === undefined ? 0 : ts + error.retryAfterMs}
          />
        )}
        {last && asked === undefined && (
          <Button label={t('transcript.continue')} size="sm" onClick={actions.continueRun} />
        )}
        {last && <Button label={t('transcript.chooseModel')} size="sm" onClick={actions.chooseModel} />}
        {runId !== undefined && actions.can('runs.timeline') && (
          <Button label={t('runs.open')} size="sm" look="quiet" onClick={() => showRun(runId)} />
        )}
        {settings && (
          <Button label={t('transcript.openSettings')} size="sm" onClick={() => navigate('/settings/providers')} />
        )}
      </div>
    </div>
  );
}

interface StoppedRunProps extends EndedProps {
  readonly text: string;
  readonly isWarning: boolean;
}

/** Continues after an interruption, by the user or not. */
export function StoppedRun({ text, isWarning, asked, actions }: StoppedRunProps) {
  return (
    <div
      className={cx(
        'my-2 flex flex-wrap items-center gap-1.5 rounded-lg py-1.5 pe-1.5 ps-3 text-sm text-ink pointer-coarse:gap-3',
        isWarning ? 'bg-warn-soft' : 'bg-sunken',
      )}
    >
      <span className="min-w-40 flex-1">{text}</span>
      <Button label={t('transcript.continue')} size="sm" onClick={actions.continueRun} />
      <Retry asked={asked} actions={actions} />
    </div>
  );
}

/** Counts down while the provider asks for patience; pressing it earlier is allowed. */
function Retry({ asked, actions, notBefore = 0 }: EndedProps & { readonly notBefore?: number }) {
  const left = notBefore - useNow(notBefore > 0 ? 1_000 : undefined);
  if (asked === undefined || isTruncated(asked.text) || !actions.can('chat.resend')) return null;
  return (
    <Button size="sm" icon={RotateCw} onClick={() => actions.resend(asked.id, asked.text)}>
      <span className="tabular">
        {left > 0 ? t('transcript.retryIn', { time: formatRemaining(left) }) : t('controls.retry')}
      </span>
    </Button>
  );
}
