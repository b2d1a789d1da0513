// The model table: its date, and its download, which happens only when the user asks for it.
import { RotateCcw, RotateCw } from 'lucide-react';
import { MODEL_TABLE_TIMEOUT_MS } from '#contract/wire/client-timeouts.ts';
import type { ModelTableStatus } from '#contract/types/models.ts';
import { formatDate, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { Card } from '../../design/page.tsx';
import { ErrorNote } from '../../design/states.tsx';
import { toast, useAction } from '../../design/toasts.ts';
import { getHint } from '../../state/resource.ts';
import { useClient, useRequest, useSupports } from '../../state/use-client.ts';

/** Part of Settings → Providers. Hidden if the gateway has no model table. */
export function ModelTableCard() {
  return useSupports('models.table', 'models.refresh', 'models.reset') ? <TableCard /> : null;
}

function TableCard() {
  const client = useClient();
  const { data: table, reload } = useRequest('models.table', {}, ['settings.changed', 'config.changed']);
  const { busy, failure, run } = useAction();
  if (table === undefined) return null;
  const change = (method: 'models.refresh' | 'models.reset') =>
    run(async () => {
      const { date } = await client.request(method, {}, { timeoutMs: MODEL_TABLE_TIMEOUT_MS });
      toast({ title: t('providers.table.changed', { date: toDate(date) }) });
      await reload();
    });
  return (
    <Card className="px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <h3 className="text-sm font-medium text-ink">{t('providers.table')}</h3>
          <p className="mt-0.5 text-xs wrap-anywhere text-ink-faint">{describeTable(table)}</p>
        </div>
        <div className="flex items-center gap-3 max-md:w-full">
          {table.origin === 'downloaded' && (
            <Button
              label={t('providers.table.reset')}
              size="sm"
              icon={RotateCcw}
              busy={busy}
              onClick={() => change('models.reset')}
            />
          )}
          <Button
            label={t('providers.table.refresh')}
            size="sm"
            icon={RotateCw}
            busy={busy}
            onClick={() => change('models.refresh')}
          />
        </div>
      </div>
      {failure !== undefined && (
        <div className="mt-2.5">
          <ErrorNote message={failure.message} hint={getHint(failure)} />
        </div>
      )}
    </Card>
  );
}

function describeTable({ date, origin, source, models, url }: ModelTableStatus): string {
  if (origin === 'built-in') return t('providers.table.builtIn', { date: toDate(date), host: toHost(url) });
  return joinFacts(
    t('providers.table.downloaded', { date: toDate(date), host: toHost(source) }),
    models === undefined ? '' : t('providers.models', { count: models }),
  );
}

function toDate(day: string): string {
  return formatDate(Date.parse(`${day}T12:00:00`));
}

function toHost(url: string): string {
  return URL.parse(url)?.host ?? url;
}
