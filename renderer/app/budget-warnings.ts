// Says that most of a budget is used, wherever the user is in the app.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { formatPercent } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { toast } from '../design/toasts.ts';
import { describeLimits, describeScope } from '../state/describe-budget.ts';
import { href, navigate } from '../state/route.ts';

/** Shows warnings for as long as the page is open. */
export function showBudgetWarnings(client: Pick<GatewayClient, 'on'>): void {
  client.on('budgets.changed', ({ warning }) => {
    if (warning === undefined) return;
    toast({
      title: t('budgets.warning', { share: formatPercent(warning.share) }),
      detail: `${describeScope(warning)}: ${describeLimits(warning)}`,
      action: { label: t('budgets.warning.show'), run: () => navigate(href('usage')) },
    });
  });
}
