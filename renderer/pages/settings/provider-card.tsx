// One provider: its state, switch, test, key and address.
import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import type { ProviderStatus, ProviderTest } from '#contract/types/providers.ts';
import type { RequestError } from '#contract/wire/client-api.ts';
import { formatDuration } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Card } from '../../design/page.tsx';
import { ErrorNote } from '../../design/states.tsx';
import { Switch } from '../../design/switch.tsx';
import { attempt, toast, useAction } from '../../design/toasts.ts';
import { useClient } from '../../state/use-client.ts';
import { connectProvider, testProvider, type ProviderInput } from './connect-provider.ts';
import { ProviderKeys, type ProviderKeysProps } from './provider-keys.tsx';
import { describeProvider, providerState } from './provider-text.ts';
import { GatewayText } from '../../design/gateway-text.tsx';

interface ProviderCardProps {
  readonly provider: ProviderStatus;
  readonly onChanged: () => void;
}

/** Shows the state; opens for editing. */
export function ProviderCard({ provider, onChanged }: ProviderCardProps) {
  const client = useClient();
  const [open, setOpen] = useState(false);
  const [test, setTest] = useState<ProviderTest | undefined>();
  const { busy, failure, run } = useAction();
  const state = providerState(provider);
  const isSetUp = state.name !== 'noKey' && state.name !== 'noAddress';
  const tryOut = () =>
    run(async () => {
      setTest(await testProvider(client, { id: provider.id }));
      onChanged();
    });
  const save = (input: ProviderInput) =>
    run(async () => {
      const result = await connectProvider(client, input);
      setTest(result);
      if (!result.ok) return;
      setOpen(false);
      toast({ title: t('providers.works', { name: provider.title }) });
      onChanged();
    });
  const change: ProviderKeysProps['change'] = (changes, failed) =>
    attempt(failed, async () => {
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
          <p className="mt-0.5 text-xs wrap-anywhere text-ink-faint">
            <GatewayText>{describeProvider(provider)}</GatewayText>
          </p>
        </div>
        <div className="flex items-center gap-3 max-md:w-full">
          {isSetUp && <Button label={t('providers.test')} size="sm" busy={busy} onClick={tryOut} />}
          {provider.kind !== 'demo' && (
            <Button size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
              {isSetUp ? t('controls.edit') : t('providers.setUp')}
            </Button>
          )}
          {isSetUp && (
            <Switch
              label={t('providers.use', { name: provider.title })}
              checked={provider.enabled}
              onChange={(enabled) => change({ enabled }, t('providers.switchFailed'))}
            />
          )}
        </div>
      </div>
      <Outcome test={test} failure={failure} />
      {open && <ProviderKeys provider={provider} busy={busy} onSave={save} change={change} />}
    </Card>
  );
}

interface OutcomeProps {
  readonly test: ProviderTest | undefined;
  /** The test couldn't be run. */
  readonly failure: RequestError | undefined;
}

function Outcome({ test, failure }: OutcomeProps) {
  const error = failure ?? (test?.ok === false ? (test.error ?? { message: t('providers.testFailed') }) : undefined);
  if (error !== undefined)
    return (
      <div className="mt-2.5">
        <ErrorNote message={error.message} hint={'hint' in error ? error.hint : undefined} />
      </div>
    );
  if (test === undefined) return null;
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
