// What the model sees with its next request: each part with its size and text, and the limits of what is collected.
import { Shrink } from 'lucide-react';
import type { SessionContext } from '#contract/types/context.ts';
import { formatCompact, formatPercent } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../../../design/button.tsx';
import { RequestStatus } from '../../../../design/states.tsx';
import { toast, useAction } from '../../../../design/toasts.ts';
import { useClient, useRequest, useSessionRow } from '../../../../state/use-client.ts';
import { contextFill } from '../../composer/context-fill.ts';
import { CollectedLimits } from './collected-limits.tsx';
import { RecentRuns } from './recent-runs.tsx';
import { SectionGroup } from './section-group.tsx';
import { SideList } from './side-list.tsx';
import { CONTEXT_GROUPS, findGroup } from './describe-section.ts';

const COLORS = { calm: 'bg-accent', high: 'bg-warn-strong', full: 'bg-bad' } as const;

/** Read again whenever the session changes. */
export function ContextTab({ sessionKey: key }: { readonly sessionKey: string }) {
  const read = useRequest('sessions.context', { key }, ['sessions.changed']);
  const { data } = read;
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto p-4">
      <RequestStatus read={read} rows={6} loading={t('context.loading')} failed={t('context.loadFailed')} />
      {data !== undefined && <Parts data={data} onChange={() => void read.reload()} />}
    </div>
  );
}

function Parts({ data, onChange }: { readonly data: SessionContext; readonly onChange: () => void }) {
  return (
    <>
      <Summary data={data} onChange={onChange} />
      {CONTEXT_GROUPS.map((group) => (
        <SectionGroup
          key={group}
          group={group}
          sessionKey={data.key}
          size={data.window}
          sections={data.sections.filter((section) => findGroup(section) === group)}
        />
      ))}
      <RecentRuns sessionKey={data.key} />
      <SideList sessionKey={data.key} />
      <CollectedLimits key={JSON.stringify(data.settings)} data={data} onSaved={onChange} />
    </>
  );
}

function Summary({ data, onChange }: { readonly data: SessionContext; readonly onChange: () => void }) {
  const { key, tokens, window: size, model, counted, compactAt } = data;
  const { part, level } = contextFill(tokens, size);
  const client = useClient();
  const isActive = useSessionRow(key)?.hasActiveRun === true;
  const { busy, run } = useAction(t('context.compactFailed'));
  const compact = async (): Promise<void> => {
    const { compacted } = await client.request('sessions.compact', { key });
    toast({ title: compacted ? t('context.compacted') : t('context.notCompacted') });
    onChange();
  };
  return (
    <section className="flex flex-col gap-2">
      <p className="tabular text-sm font-medium text-ink">
        {t('context.summary', { used: formatCompact(tokens), size: formatCompact(size), share: formatPercent(part) })}
      </p>
      <div aria-hidden className="h-1.5 overflow-hidden rounded-full bg-sunken ring-1 ring-line">
        <div className={`h-full ${COLORS[level]}`} style={{ width: `${part * 100}%` }} />
      </div>
      <p className="text-xs text-ink-faint">
        {t('context.estimated', { model })}{' '}
        {counted > 0 && t('context.counted', { model, tokens: formatCompact(counted) })}{' '}
        {t('context.compactsAt', { share: formatPercent(compactAt) })}
      </p>
      <Button
        size="sm"
        icon={Shrink}
        className="self-start"
        label={t('context.compact')}
        busy={busy}
        disabled={isActive}
        onClick={() => run(compact)}
      />
    </section>
  );
}
