// A run that waits for a provider's limit to reset: until when, and what to do instead of waiting.
import { Timer } from 'lucide-react';
import { useRef } from 'react';
import { useStore } from 'zustand';
import { defined } from '#contract/types/defined.ts';
import { escapeHidden, removeHidden } from '#contract/types/hidden-characters.ts';
import type { QuotaPause } from '#contract/sessions/session-view.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../../design/button.tsx';
import { Menu, type MenuEntry } from '../../../design/menu.tsx';
import { ErrorNote } from '../../../design/states.tsx';
import { useAction } from '../../../design/toasts.ts';
import { useNow } from '../../../design/use-now.ts';
import { countDown, describeReset } from '../../../state/describe-quota.ts';
import { getHint } from '../../../state/resource.ts';
import { useClient, useCommand, useServices } from '../../../state/use-client.ts';
import { toModelRef } from '../composer/composer-model.ts';

interface QuotaCardProps {
  readonly pause: QuotaPause;
  readonly onStop: () => void;
}

/** The countdown isn't announced; the sentence above it says when the run continues. */
export function QuotaCard({ pause, onStop }: QuotaCardProps) {
  const client = useClient();
  const now = useNow(1_000);
  const { busy, failure, run } = useAction();
  const continueButton = useRef<HTMLButtonElement>(null);
  useCommand('approval.focus', () => continueButton.current?.focus());
  const { waitId, message } = pause;
  const resume = (model?: string): void =>
    run(() => client.request('runs.continue', { waitId, ...defined({ model }) }));
  const title = t('quota.title', { provider: removeHidden(pause.providerName) });
  return (
    <section
      aria-label={title}
      className="mx-1.5 my-1.5 overflow-hidden rounded-lg border border-line-strong bg-raised shadow-low"
    >
      <header className="flex items-center gap-2 bg-sunken px-3 py-1.5 text-sm text-ink">
        <Timer size={15} aria-hidden className="shrink-0 text-ink-soft" />
        <span className="min-w-0 flex-1 font-medium">{title}</span>
        <span aria-hidden className="tabular shrink-0 text-xs text-ink-soft">
          {countDown(pause, now)}
        </span>
      </header>
      <div className="flex flex-col gap-3 p-3">
        <div className="flex flex-col gap-1">
          <p className="text-sm text-ink">{describeReset(pause, now)}</p>
          <p className="text-xs wrap-anywhere text-ink-soft">{escapeHidden(message)}</p>
        </div>
        {failure !== undefined && <ErrorNote message={failure.message} hint={getHint(failure)} />}
        <div className="flex flex-wrap gap-1.5 pointer-coarse:gap-3">
          <Button ref={continueButton} label={t('quota.continue')} size="sm" busy={busy} onClick={() => resume()} />
          <Menu entries={useModelEntries(pause, resume)}>
            <Button label={t('quota.model')} size="sm" disabled={busy} />
          </Menu>
          <Button label={t('quota.stop')} look="danger-quiet" size="sm" disabled={busy} onClick={onStop} />
        </div>
      </div>
    </section>
  );
}

function useModelEntries(pause: QuotaPause, choose: (model: string) => void): readonly MenuEntry[] {
  const models = useStore(useServices().catalog.models.store, ({ data }) => data?.models) ?? [];
  const limited = toModelRef({ id: pause.model, provider: pause.provider });
  const others = models.filter((model) => model.available !== false && toModelRef(model) !== limited);
  if (others.length === 0) return [{ kind: 'title', label: t('quota.model.none') }];
  return [
    { kind: 'title', label: t('quota.model.title') },
    ...others.map((other) => ({
      kind: 'item' as const,
      label: other.name,
      hint: other.provider,
      run: () => choose(toModelRef(other)),
    })),
  ];
}
