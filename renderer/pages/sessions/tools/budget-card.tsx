// A run that is paused at a budget: what is used, a new limit, and the two answers.
import { CircleDollarSign } from 'lucide-react';
import { useRef, useState, type SyntheticEvent } from 'react';
import type { BudgetPause } from '#contract/sessions/session-view.ts';
import type { BudgetLimits } from '#contract/types/budgets.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../../design/button.tsx';
import { TextField } from '../../../design/field.tsx';
import { useAction } from '../../../design/toasts.ts';
import { ErrorNote } from '../../../design/states.tsx';
import { describePause, describeScope, suggestLimits } from '../../../state/describe-budget.ts';
import { getHint } from '../../../state/resource.ts';
import { useClient, useCommand } from '../../../state/use-client.ts';

/** Enter in a field raises. */
export function BudgetCard({ pause }: { readonly pause: BudgetPause }) {
  const client = useClient();
  const suggested = suggestLimits(pause);
  const [maxCost, setMaxCost] = useState(String(suggested.maxCost ?? ''));
  const [maxTokens, setMaxTokens] = useState(String(suggested.maxTokens ?? ''));
  const { busy, failure, run } = useAction();
  const stopButton = useRef<HTMLButtonElement>(null);
  useCommand('approval.focus', () => stopButton.current?.focus());
  const limits: BudgetLimits = {
    ...(pause.maxCost === undefined ? {} : { maxCost: Number(maxCost) }),
    ...(pause.maxTokens === undefined ? {} : { maxTokens: Math.round(Number(maxTokens)) }),
  };
  const isValid = Object.values(limits).every((limit) => limit > 0);
  const { stopId } = pause;
  const raise = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (isValid) run(() => client.request('budgets.raise', { stopId, ...limits }));
  };
  return (
    <form
      onSubmit={raise}
      aria-label={t('budgets.paused.label', { budget: describeScope(pause) })}
      className="mx-1.5 my-1.5 overflow-hidden rounded-lg border border-warn-strong/45 bg-raised shadow-low"
    >
      <header className="flex items-center gap-2 bg-warn-soft px-3 py-1.5 text-sm text-ink">
        <CircleDollarSign size={15} aria-hidden className="shrink-0 text-warn" />
        <span className="font-medium">{t('budgets.paused.title')}</span>
      </header>
      <div className="flex flex-col gap-3 p-3">
        <p className="text-sm wrap-anywhere text-ink">{describePause(pause)}</p>
        <div className="flex flex-wrap gap-3">
          {pause.maxCost !== undefined && (
            <TextField
              label={t('budgets.paused.cost')}
              inputMode="decimal"
              value={maxCost}
              onChange={setMaxCost}
              hint={t(`budgets.paused.period.${pause.period}`)}
            />
          )}
          {pause.maxTokens !== undefined && (
            <TextField
              label={t('budgets.paused.tokens')}
              inputMode="numeric"
              value={maxTokens}
              onChange={setMaxTokens}
              hint={t(`budgets.paused.period.${pause.period}`)}
            />
          )}
        </div>
        {failure !== undefined && <ErrorNote message={failure.message} hint={getHint(failure)} />}
        <div className="flex gap-1.5 pointer-coarse:gap-3">
          <Button
            label={t('budgets.paused.raise')}
            look="primary"
            size="sm"
            type="submit"
            busy={busy}
            disabled={!isValid}
          />
          <Button
            ref={stopButton}
            label={t('budgets.paused.stop')}
            look="danger-quiet"
            size="sm"
            disabled={busy}
            onClick={() => run(() => client.request('budgets.stop', { stopId }))}
          />
        </div>
      </div>
    </form>
  );
}
