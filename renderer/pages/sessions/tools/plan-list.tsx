// The agent's plan as a checklist.
import { Circle, CircleCheck, CircleDot } from 'lucide-react';
import { t } from '#messages/translate.ts';
import { cx } from '../../../design/class-names.ts';
import { planSteps, type PlanStep } from './plan-steps.ts';

const ICONS = { pending: Circle, in_progress: CircleDot, done: CircleCheck } as const;

/** The steps with their status. */
export function PlanList({ input }: { readonly input: Readonly<Record<string, unknown>> }) {
  return (
    <ol className="flex flex-col gap-1 px-3 py-2 text-sm">
      {planSteps(input).map((step) => (
        <Step key={step.text} step={step} />
      ))}
    </ol>
  );
}

function Step({ step: { text, status } }: { readonly step: PlanStep }) {
  const Icon = ICONS[status];
  const tone = { pending: 'text-ink-faint', in_progress: 'text-accent-ink', done: 'text-ok' }[status];
  return (
    <li className="flex items-start gap-2">
      <Icon size={14} aria-label={t(`tools.plan.${status}`)} className={cx('mt-0.5 shrink-0', tone)} />
      <span className={cx('min-w-0 wrap-anywhere', status === 'done' ? 'text-ink-faint line-through' : 'text-ink')}>
        {text}
      </span>
    </li>
  );
}
