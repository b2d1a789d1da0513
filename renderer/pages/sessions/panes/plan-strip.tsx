// The agent's plan above the message box, with its progress and the step that it works on. It expands to all steps.
import { ListChecks } from 'lucide-react';
import { useState } from 'react';
import { t } from '#messages/translate.ts';
import { Chevron } from '../../../design/chevron.tsx';
import type { OpenSession } from '../../../state/session-feed.ts';
import { useShallowStore } from '../../../state/use-client.ts';
import { PlanSteps } from '../tools/plan-list.tsx';
import { findCurrentPlan, type PlanStep } from '../tools/plan-steps.ts';

const NO_STEPS: readonly PlanStep[] = [];

/** Nothing unless the agent has a plan with open steps. */
export function PlanStrip({ session }: { readonly session: OpenSession }) {
  const steps = useShallowStore(session.store, ({ view }) => findCurrentPlan(view.items) ?? NO_STEPS);
  const [open, setOpen] = useState(false);
  if (steps.length === 0) return null;
  const done = steps.filter(({ status }) => status === 'done').length;
  const current = steps.find(({ status }) => status === 'in_progress') ?? steps.find(({ status }) => status !== 'done');
  return (
    <section aria-label={t('tools.planStrip')} className="mx-auto w-full max-w-196 shrink-0 px-5 pb-1.5 max-md:px-3">
      <div className="rounded-lg border border-line bg-sunken">
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="flex h-8 w-full min-w-0 items-center gap-2 rounded-lg px-3 text-start text-xs text-ink-soft pointer-coarse:h-11"
        >
          <ListChecks size={14} aria-hidden className="shrink-0 text-accent-ink" />
          <span className="tabular shrink-0 font-medium text-ink">
            {t('tools.planProgress', { done, count: steps.length })}
          </span>
          <span className="min-w-0 flex-1 truncate">{current?.text}</span>
          <Chevron open={open} />
        </button>
        {open && (
          <div className="max-h-48 overflow-y-auto border-t border-line">
            <PlanSteps steps={steps} />
          </div>
        )}
      </div>
    </section>
  );
}
