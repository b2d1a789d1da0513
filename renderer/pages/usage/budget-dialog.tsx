// The form of a budget.
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import {
  BUDGET_PERIODS,
  BUDGET_SCOPES,
  type BudgetPeriod,
  type BudgetScope,
  type ListedBudget,
} from '#contract/types/budgets.ts';
import { t } from '#messages/translate.ts';
import { FormButton } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { SelectField, type SelectOption } from '../../design/select.tsx';
import { useClient, useServices } from '../../state/use-client.ts';
import { LOCAL_DAYS } from './usage-figures.ts';

/** The value of the option for all targets; IDs are never empty, but values of options must not be either. */
const EACH = '*';

interface Draft {
  readonly scope: BudgetScope;
  readonly target: string;
  readonly period: BudgetPeriod;
  readonly maxCost: string;
  readonly maxTokens: string;
}

/** Opens the form: for a new budget, or to change one. */
export function BudgetDialogButton({ budget }: { readonly budget?: ListedBudget }) {
  const client = useClient();
  const start = toDraft(budget);
  const [draft, setDraft] = useState(start);
  const change = (patch: Partial<Draft>) => setDraft({ ...draft, ...patch });
  const { scope, target, maxCost, maxTokens } = draft;
  const period = scope === 'run' ? 'total' : draft.period;
  const [cost, tokens] = [Number(maxCost), Math.round(Number(maxTokens))];
  const isValid = cost >= 0 && tokens >= 0 && cost + tokens > 0;
  const save = () =>
    client.request('budgets.set', {
      ...(budget === undefined ? {} : { id: budget.id }),
      scope,
      period,
      timeZone: LOCAL_DAYS.timeZone,
      ...(target === EACH ? {} : { target }),
      ...(cost > 0 ? { maxCost: cost } : {}),
      ...(tokens > 0 ? { maxTokens: tokens } : {}),
    });
  const texts =
    budget === undefined
      ? { label: t('budgets.add'), title: t('budgets.add.title'), submit: t('budgets.add.submit'), icon: Plus }
      : { label: t('budgets.edit'), title: t('budgets.edit.title'), submit: t('budgets.edit.submit') };
  return (
    <FormButton {...texts} disabled={!isValid} onSubmit={save} onOpenChange={() => setDraft(start)}>
      <SelectField
        label={t('budgets.scope')}
        value={scope}
        onChange={(next) => change({ scope: next, target: EACH })}
        options={BUDGET_SCOPES.toReversed().map((value) => ({ value, label: t(`budgets.scope.${value}`) }))}
      />
      <TargetField scope={scope} target={target} budget={budget} onChange={(next) => change({ target: next })} />
      {scope !== 'run' && (
        <SelectField
          label={t('budgets.period')}
          value={period}
          onChange={(next) => change({ period: next })}
          options={BUDGET_PERIODS.map((value) => ({ value, label: t(`budgets.period.${value}`) }))}
        />
      )}
      <TextField
        label={t('budgets.maxCost')}
        hint={t('budgets.maxCost.hint')}
        inputMode="decimal"
        value={maxCost}
        onChange={(text) => change({ maxCost: text })}
      />
      <TextField
        label={t('budgets.maxTokens')}
        hint={isValid ? undefined : t('budgets.needed')}
        inputMode="numeric"
        value={maxTokens}
        onChange={(text) => change({ maxTokens: text })}
      />
    </FormButton>
  );
}

function toDraft(budget: ListedBudget | undefined): Draft {
  const { scope = 'all', target = EACH, period = 'day', maxCost = '', maxTokens = '' } = budget ?? {};
  return { scope, target, period, maxCost: String(maxCost), maxTokens: String(maxTokens) };
}

interface TargetFieldProps extends Pick<Draft, 'scope' | 'target'> {
  readonly budget: ListedBudget | undefined;
  readonly onChange: (target: string) => void;
}

function TargetField({ scope, target, budget, onChange }: TargetFieldProps) {
  const { catalog, projects } = useServices();
  const agents = useStore(catalog.agents.store, ({ data }) => data?.agents);
  const listed = useStore(projects.store, (state) => state.projects);
  const found: readonly SelectOption[] =
    scope === 'agent'
      ? (agents ?? []).map(({ id, name = id }) => ({ value: id, label: name }))
      : scope === 'project'
        ? listed.map(({ id, name }) => ({ value: id, label: name }))
        : [];
  // Sessions and schedules are chosen with the command line; their budgets can be changed here.
  const known = found.some(({ value }) => value === target) || target === EACH;
  const own = known ? [] : [{ value: target, label: budget?.targetName ?? target }];
  const options = [{ value: EACH, label: t('budgets.target.each') }, ...found, ...own];
  if (options.length === 1) return null;
  return <SelectField label={t('budgets.target')} value={target} onChange={onChange} options={options} />;
}
