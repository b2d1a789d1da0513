// The steps of an agent's plan, each with its state.
import { Circle, CircleCheck, CircleDot } from 'lucide-react';
import { t } from '#messages/translate.ts';
import { cx } from '../../../design/class-names.ts';
import type { PlanStep } from './plan-steps.ts';

const LOOKS = {
  pending: { icon: Circle, color: 'text-ink-faint' },
  in_progress: { icon: CircleDot, color: 'text-accent-ink' },
  done: { icon: CircleCheck, color: 'text-ok' },
} as const;

/** In order. */
export function PlanSteps({ steps }: { readonly steps: readonly PlanStep[] }) {
  return (
    <ol className="flex flex-col gap-1 px-3 py-2 text-sm">
      {steps.map((step, at) => (
        <Step key={at} step={step} />
      ))}
    </ol>
  );
}

function Step({ step: { text, status } }: { readonly step: PlanStep }) {
  const { icon: Icon, color } = LOOKS[status];
  return (
    <li className="flex items-start gap-2">
      <Icon size={14} role="img" aria-label={t(`tools.step.${status}`)} className={cx('mt-0.5 shrink-0', color)} />
      <span className={cx('min-w-0 wrap-anywhere', status === 'done' ? 'text-ink-faint line-through' : 'text-ink')}>
        {text}
      </span>
    </li>
  );
}
