// The details of a run: its facts and its timeline. A model request opens to the request as it was sent.
import { useId, useState } from 'react';
import type { RunStep, RunTimeline } from '#contract/types/run-timeline.ts';
import { formatDateTime, formatDuration } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Chevron } from '../../../design/chevron.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import { Facts } from '../../../design/facts.tsx';
import { RequestStatus } from '../../../design/states.tsx';
import { useRequest } from '../../../state/use-client.ts';
import { describeCost, describeStepFacts, describeTokens, nameStep } from './describe-step.ts';
import { RawRequest } from './raw-request.tsx';
import { runStore } from './run-store.ts';

/** The dialog. */
export function RunDialog({ runId }: { readonly runId: string }) {
  return (
    <Dialog open title={t('runs.title')} size="lg" onClose={() => runStore.setState({ runId: undefined })}>
      <Run key={runId} runId={runId} />
    </Dialog>
  );
}

function Run({ runId }: { readonly runId: string }) {
  const read = useRequest('runs.timeline', { runId }, ['sessions.changed']);
  const { data } = read;
  return (
    <>
      <RequestStatus read={read} rows={6} loading={t('runs.loading')} failed={t('runs.loadFailed')} />
      {data !== undefined && <Timeline run={data} />}
    </>
  );
}

function Timeline({ run }: { readonly run: RunTimeline }) {
  const { status, provider, model, startedAt, endedAt, modelCalls, usage, error, steps } = run;
  const id = useId();
  return (
    <div className="flex flex-col gap-4">
      <Facts
        className="grid-cols-[auto_1fr] gap-y-1 text-sm"
        rows={[
          [t('runs.facts.status'), t(`runs.status.${status}`)],
          [t('runs.facts.model'), `${provider}/${model}`],
          [t('runs.facts.started'), formatDateTime(startedAt)],
          [t('runs.facts.duration'), endedAt === undefined ? undefined : formatDuration(endedAt - startedAt)],
          [t('runs.facts.calls'), modelCalls],
          [t('runs.facts.tokens'), describeTokens(usage) || undefined],
          [t('runs.facts.cost'), describeCost(usage) || undefined],
          [t('runs.facts.error'), error?.message],
        ]}
      />
      <section aria-labelledby={id}>
        <h3 id={id} className="pb-1 text-xs font-medium text-ink-soft">
          {t('runs.steps')}
        </h3>
        <ol className="divide-y divide-line rounded-lg border border-line">
          {steps.map((step, index) => (
            <Step key={index} step={step} run={run} />
          ))}
        </ol>
      </section>
    </div>
  );
}

function Step({ step, run }: { readonly step: RunStep; readonly run: RunTimeline }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const requestId = step.kind === 'request' ? step.requestId : undefined;
  const content = <StepLine step={step} run={run} />;
  if (requestId === undefined) return <li className="flex min-h-8 items-center gap-2 py-1 pe-2.5 ps-8">{content}</li>;
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="flex min-h-8 w-full items-center gap-2 px-2.5 py-1 text-start hover:bg-hover pointer-coarse:min-h-11"
      >
        <Chevron open={open} />
        {content}
      </button>
      {open && (
        <div id={id} className="border-t border-line bg-sunken p-2.5">
          <RawRequest requestId={requestId} />
        </div>
      )}
    </li>
  );
}

/** The bar shows when the step happened within the run. */
function StepLine({ step, run }: { readonly step: RunStep; readonly run: RunTimeline }) {
  const end = run.endedAt ?? Math.max(...run.steps.map(({ at, durationMs = 0 }) => at + durationMs));
  const span = Math.max(1, end - run.startedAt);
  const left = Math.min(99, Math.max(0, ((step.at - run.startedAt) / span) * 100));
  const width = Math.min(100 - left, Math.max(1, ((step.durationMs ?? 0) / span) * 100));
  const isFailed = (step.kind === 'request' && step.error !== undefined) || (step.kind === 'tool' && step.isError);
  return (
    <span className="flex min-w-0 flex-1 flex-col gap-1">
      <span className="flex items-baseline gap-2">
        <span className="min-w-0 flex-1 truncate text-sm text-ink">{nameStep(step)}</span>
        <span className="tabular max-w-[55%] shrink-0 truncate text-2xs text-ink-faint">
          {describeStepFacts(step, run.endedAt === undefined)}
        </span>
      </span>
      <span aria-hidden className="block h-1 rounded-full bg-sunken">
        <span
          className={`block h-full rounded-full ${isFailed === true ? 'bg-bad' : COLORS[step.kind]}`}
          style={{ marginInlineStart: `${left}%`, width: `${width}%` }}
        />
      </span>
    </span>
  );
}

const COLORS: Readonly<Record<RunStep['kind'], string>> = {
  request: 'bg-accent',
  tool: 'bg-good',
  retry: 'bg-warn-strong',
  approval: 'bg-warn-strong',
  question: 'bg-warn-strong',
  budget: 'bg-warn-strong',
  quota: 'bg-warn-strong',
  fallback: 'bg-ink-faint',
  compaction: 'bg-ink-faint',
  steering: 'bg-ink-faint',
};
