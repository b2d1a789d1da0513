// Budgets with the amount used in the current period.
import type { ListedBudget } from '#contract/types/budgets.ts';
import { BUDGET_WARNING_SHARE } from '#contract/types/budgets.ts';
import { formatPercent, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { cx } from '../../design/class-names.ts';
import { CardList, CardRow, Section } from '../../design/page.tsx';
import { RequestStatus } from '../../design/states.tsx';
import { attempt } from '../../design/toasts.ts';
import { describeLimits, describeScope, describeUse } from '../../state/describe-budget.ts';
import { useClient, useRequest, useSupports } from '../../state/use-client.ts';
import { BudgetDialogButton } from './budget-dialog.tsx';

/** Part of the usage page. */
export function BudgetsSection() {
  return useSupports('budgets.list') ? <Budgets /> : null;
}

function Budgets() {
  const read = useRequest('budgets.list', {}, ['budgets.changed', 'sessions.changed']);
  return (
    <Section
      title={t('budgets.title')}
      summary={t('budgets.summary')}
      actions={read.data !== undefined && <BudgetDialogButton />}
    >
      {read.data === undefined ? (
        <RequestStatus read={read} rows={2} loading={t('budgets.loading')} failed={t('budgets.loadFailed')} />
      ) : (
        <CardList
          empty={t('budgets.empty')}
          rows={read.data.budgets.map((budget) => (
            <BudgetRow key={budget.id} budget={budget} />
          ))}
        />
      )}
    </Section>
  );
}

function BudgetRow({ budget }: { readonly budget: ListedBudget }) {
  const client = useClient();
  const { use } = budget;
  const facts =
    use === undefined
      ? ''
      : joinFacts(
          describeUse(use),
          use.unpricedCalls > 0 && budget.maxCost !== undefined
            ? t('budgets.unpriced', { count: use.unpricedCalls })
            : '',
        );
  const remove = () => attempt(t('budgets.removeFailed'), () => client.request('budgets.remove', { id: budget.id }));
  return (
    <CardRow title={joinFacts(describeScope(budget), describeLimits({ ...budget, ...use }))} facts={facts}>
      {use !== undefined && <Share share={use.share} />}
      <BudgetDialogButton budget={budget} />
      <Button label={t('budgets.remove')} size="sm" look="danger-quiet" onClick={remove} />
    </CardRow>
  );
}

function Share({ share }: { readonly share: number }) {
  return (
    <span className="tabular flex w-28 items-center gap-2 text-xs text-ink-soft">
      <span aria-hidden className="h-1 flex-1 overflow-hidden rounded-sm bg-line">
        <span
          className={cx('block h-full', share < BUDGET_WARNING_SHARE ? 'bg-accent' : 'bg-warn-strong')}
          style={{ width: `${Math.min(1, share) * 100}%` }}
        />
      </span>
      {formatPercent(share)}
    </span>
  );
}
