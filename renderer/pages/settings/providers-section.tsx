// Model providers: their state, the source of each key, a test with a real request, and adding or removing keys.
import { Plus, RotateCw } from 'lucide-react';
import { useState } from 'react';
import type { ProviderStatus } from '#contract/types/providers.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { FormButton } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { Section } from '../../design/page.tsx';
import { RequestStatus, Skeleton } from '../../design/states.tsx';
import { useAction } from '../../design/toasts.ts';
import { useClient, useRequest } from '../../state/use-client.ts';
import { addressProblem, EXAMPLE_ADDRESS } from './connect-provider.ts';
import { ModelTableCard } from './model-table-card.tsx';
import { ProviderCard } from './provider-card.tsx';

/** Settings, Providers. */
export function ProvidersSection() {
  const client = useClient();
  const read = useRequest('providers.list', {}, ['settings.changed']);
  const { busy, run } = useAction(t('providers.refreshFailed'));
  const providers = read.data?.providers ?? [];
  const refresh = async () => {
    await client.request('providers.list', { refresh: true }, { timeoutMs: 30_000 });
    await read.reload();
  };
  const actions = (
    <div className="flex gap-2">
      <Button label={t('controls.refresh')} size="sm" icon={RotateCw} busy={busy} onClick={() => run(refresh)} />
      <AddServer providers={providers} onAdded={read.reload} />
    </div>
  );
  return (
    <Section title={t('providers.title')} summary={t('providers.summary')} actions={actions}>
      <div className="flex flex-col gap-3">
        {read.status === 'loading' ? (
          [0, 1, 2].map((card) => <Skeleton key={card} className="h-20" />)
        ) : (
          <RequestStatus read={read} failed={t('providers.loadFailed')} />
        )}
        {providers.map((provider) => (
          <ProviderCard key={provider.id} provider={provider} onChanged={read.reload} />
        ))}
        <ModelTableCard />
      </div>
    </Section>
  );
}

interface AddServerProps {
  readonly providers: readonly ProviderStatus[];
  readonly onAdded: () => void;
}

/** Adds a server with an OpenAI-compatible API, under the id `compatible-<name>`. */
function AddServer({ providers, onAdded }: AddServerProps) {
  const client = useClient();
  const [name, setName] = useState('');
  const [address, setAddress] = useState('');
  const slug = name
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  const id = `compatible-${slug}`;
  const nameProblem = providers.some((provider) => provider.id === id) ? t('providers.nameTaken') : undefined;
  const ready = name.trim() !== '' && nameProblem === undefined && addressProblem(address) === undefined;
  const add = async () => {
    await client.request('providers.set', { id, baseUrl: address.trim(), enabled: true });
    onAdded();
  };
  return (
    <FormButton
      label={t('providers.addServer')}
      icon={Plus}
      title={t('providers.otherServer')}
      description={t('providers.otherServerText')}
      submit={t('providers.addServer')}
      disabled={!ready}
      onSubmit={add}
    >
      <TextField
        label={t('providers.name')}
        error={nameProblem}
        placeholder={t('providers.namePlaceholder')}
        value={name}
        onChange={setName}
      />
      <TextField
        label={t('providers.address')}
        error={address === '' ? undefined : addressProblem(address)}
        inputClassName="font-mono"
        placeholder={EXAMPLE_ADDRESS}
        value={address}
        onChange={setAddress}
      />
    </FormButton>
  );
}
