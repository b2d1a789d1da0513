// One provider: its state, switch, test, key and address.
import { formatDuration } from '#messages/format.ts';
import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import type { ProviderStatus, ProviderTest } from '#contract/types/providers.ts';
import { t } from '#messages/translate.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Card } from '../../design/page.tsx';
import { ErrorNote } from '../../design/states.tsx';
import { Switch } from '../../design/switch.tsx';
import { attempt, toast } from '../../design/toasts.ts';
import { useClient } from '../../state/use-client.ts';
import { connectProvider, testProvider, type ProviderInput } from './connect-provider.ts';
import { KeyForm } from './key-form.tsx';
import { describeProvider, providerState } from './provider-text.ts';

type Outcome =
  | { readonly kind: 'test'; readonly test: ProviderTest }
  | { readonly kind: 'failure'; readonly message: string };

/** Shows the state; opens for editing. */
export function ProviderCard({
  provider,
  onChanged,
}: {
  readonly provider: ProviderStatus;
  readonly onChanged: () => void;
}) {
  const client = useClient();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | undefined>();
  const state = providerState(provider);
  const run = async (call: () => Promise<ProviderTest>, done: (test: ProviderTest) => void) => {
    setBusy(true);
    try {
      const test = await call();
      setOutcome({ kind: 'test', test });
      done(test);
    } catch (cause) {
      setOutcome({ kind: 'failure', message: errorMessage(cause) });
    }
    setBusy(false);
  };
  const save = (input: ProviderInput) =>
    run(
      () => connectProvider(client, input),
      (test) => {
        if (!test.ok) return;
        setOpen(false);
        toast({ title: t('providers.works', { name: provider.title }) });
        onChanged();
      },
    );
  const change = (changes: KeyChange, failure: string) =>
    attempt(failure, async () => {
      await client.request('providers.set', { id: provider.id, ...changes });
      onChanged();
    });
  return (
    <Card className="px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <h3 className="flex flex-wrap items-center gap-2 text-sm font-medium text-ink">
            {provider.title}
            <Badge tone={state.tone}>{t(`providers.state.${state.name}`)}</Badge>
          </h3>
          <p className="mt-0.5 text-xs wrap-anywhere text-ink-faint">{describeProvider(provider)}</p>
        </div>
        <div className="flex items-center gap-3 max-md:w-full">
          <Button
            label={t('providers.test')}
            size="sm"
            busy={busy}
            onClick={() => void run(() => testProvider(client, { id: provider.id }), onChanged)}
          />
          {provider.kind !== 'demo' && (
            <Button size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
              {state.name === 'noKey' || state.name === 'noAddress' ? t('providers.setUp') : t('providers.edit')}
            </Button>
          )}
          <Switch
            label={t('providers.use', { name: provider.title })}
            checked={provider.enabled}
            onChange={(enabled) => change({ enabled }, t('providers.switchFailed'))}
          />
        </div>
      </div>
      {outcome !== undefined && <OutcomeLine outcome={outcome} />}
      {open && <Changes provider={provider} busy={busy} onSave={(input) => void save(input)} change={change} />}
    </Card>
  );
}

interface KeyChange {
  readonly enabled?: boolean;
  readonly apiKey?: string;
  readonly importEnvironment?: boolean;
}

interface ChangesProps {
  readonly provider: ProviderStatus;
  readonly busy: boolean;
  readonly onSave: (input: ProviderInput) => void;
  readonly change: (changes: KeyChange, failure: string) => void;
}

function Changes({ provider, busy, onSave, change }: ChangesProps) {
  return (
    <div className="mt-3 border-t border-line pt-3">
      <KeyForm provider={provider} busy={busy} action={t('providers.testAndSave')} onSubmit={onSave} />
      {provider.key === 'environment' && (
        <Button
          label={t('providers.importKey', { variable: provider.environment ?? t('providers.environment') })}
          size="sm"
          className="mt-3"
          onClick={() => change({ importEnvironment: true }, t('providers.importFailed'))}
        />
      )}
      {provider.key === 'stored' && (
        <Button
          label={t('providers.removeKey')}
          look="danger-quiet"
          size="sm"
          className="mt-3"
          onClick={() => change({ apiKey: '' }, t('providers.removeFailed'))}
        />
      )}
    </div>
  );
}

function OutcomeLine({ outcome }: { readonly outcome: Outcome }) {
  if (outcome.kind === 'failure')
    return (
      <div className="mt-2.5">
        <ErrorNote message={outcome.message} />
      </div>
    );
  const { test } = outcome;
  if (!test.ok)
    return (
      <div className="mt-2.5">
        <ErrorNote message={test.error?.message ?? t('providers.testFailed')} hint={test.error?.hint} />
      </div>
    );
  return (
    <p role="status" className="mt-2 flex items-center gap-1.5 text-xs text-ink-soft">
      <CircleCheck size={14} aria-hidden className="text-ok" />
      <span className="tabular">
        {t('providers.testOk', {
          time: formatDuration(test.latencyMs),
          models: t('providers.models', { count: test.models.length }),
        })}
      </span>
    </p>
  );
}
