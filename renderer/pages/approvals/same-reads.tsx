// Requests for the same read as the open one, which can be allowed together. Anything else is answered one by one.
import { useState } from 'react';
import { useStore } from 'zustand';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import { removeHidden } from '#contract/types/hidden-characters.ts';
import { joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { attempt } from '../../design/toasts.ts';
import { useServices, useShallowStore } from '../../state/use-client.ts';
import { findSameReads } from './risk.ts';

interface SameReadsProps {
  readonly approval: ApprovalRecord;
  /** The command was visible to its end, so it can be allowed. */
  readonly seen: boolean;
}

/** Nothing unless at least two sessions wait for the same read. */
export function SameReads({ approval, seen }: SameReadsProps) {
  const { approvals } = useServices();
  const same = useShallowStore(approvals.store, ({ pending }) => [...findSameReads(approval, pending)]);
  const busy = useStore(approvals.store, ({ answering }) => same.some(({ id }) => answering.has(id)));
  const [excluded, setExcluded] = useState<ReadonlySet<string>>(new Set());
  if (same.length < 2) return null;
  const chosen = same.filter(({ id }) => !excluded.has(id));
  const toggle = (id: string): void =>
    setExcluded(excluded.has(id) ? new Set([...excluded].filter((one) => one !== id)) : new Set([...excluded, id]));
  const allow = (): void => attempt(t('approvals.answerFailed'), () => approvals.allowOnce(chosen.map(({ id }) => id)));
  return (
    <section aria-label={t('approvals.same.label')} className="flex flex-col gap-2 rounded-lg border border-line p-3">
      <h3 className="text-sm font-medium text-ink">{t('approvals.same.title', { count: same.length })}</h3>
      <p className="text-xs text-ink-soft">{t('approvals.same.text')}</p>
      <ul className="flex flex-col">
        {same.map(({ id, sessionTitle, agentId }) => (
          <li key={id}>
            <label className="flex min-h-7 items-center gap-2 text-sm text-ink pointer-coarse:min-h-11">
              <input type="checkbox" checked={!excluded.has(id)} onChange={() => toggle(id)} />
              <span className="min-w-0 truncate">{removeHidden(joinFacts(sessionTitle, agentId))}</span>
            </label>
          </li>
        ))}
      </ul>
      <Button
        label={t('approvals.same.allow', { count: chosen.length })}
        className="self-start"
        busy={busy}
        disabled={!seen || chosen.length === 0}
        onClick={allow}
      />
    </section>
  );
}
