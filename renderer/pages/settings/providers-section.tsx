// Model providers: their state, the source of each key, a test with a real request, and adding or removing keys.
import { Plus, RotateCw } from 'lucide-react';
import { useState } from 'react';
import type { ProviderStatus } from '#contract/types/providers.ts';
import { t } from '#messages/translate.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { Button } from '../../design/button.tsx';
import { FormDialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { Section } from '../../design/page.tsx';
import { ErrorNote, Skeleton } from '../../design/states.tsx';
import { toastError } from '../../design/toasts.ts';
import { getHint } from '../../state/resource.ts';
import { useClient, useRequest } from '../../state/use-client.ts';
import { addressProblem, EXAMPLE_ADDRESS } from './connect-provider.ts';
import { ProviderCard } from './provider-card.tsx';

/** Settings, Providers. */
export function ProvidersSection() {
  const client = useClient();
  const read = useRequest('providers.list', {}, ['settings.changed']);
  const [refreshing, setRefreshing] = useState(false);
  const providers = read.data?.providers ?? [];
  const refresh = async () => {
    setRefreshing(true);
    try {
      await client.request('providers.list', { refresh: true }, { timeoutMs: 30_000 });
      await read.reload();
    } catch (cause) {
      toastError(t('providers.refreshFailed'), cause);
    }
    setRefreshing(false);
  };
  const actions = (
    <div className="flex gap-2">
      <Button size="sm" icon={RotateCw} busy={refreshing} onClick={() => void refresh()}>
        {t('providers.refresh')}
      </Button>
      <AddServer providers={providers} onAdded={() => void read.reload()} />
    </div>
  );
  return (
    <Section title={t('providers.title')} summary={t('providers.summary')} actions={actions}>
      <div className="flex flex-col gap-3">
        {read.status === 'loading' && [0, 1, 2].map((card) => <Skeleton key={card} className="h-20" />)}
        {read.status === 'error' && (
          <ErrorNote
            title={t('providers.loadFailed')}
            message={read.error.message}
            hint={getHint(read.error)}
            onRetry={() => void read.reload()}
          />
        )}
        {providers.map((provider) => (
          <ProviderCard key={provider.id} provider={provider} onChanged={() => void read.reload()} />
        ))}
      </div>
    </Section>
  );
}

/** Adds a server with an OpenAI-compatible API, under the id `compatible-<name>`. */
function AddServer({
  providers,
  onAdded,
}: {
  readonly providers: readonly ProviderStatus[];
  readonly onAdded: () => void;
}) {
  const client = useClient();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [address, setAddress] = useState('');
  const [failure, setFailure] = useState('');
  const id = `compatible-${name
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')}`;
  const nameProblem = providers.some((provider) => provider.id === id) ? t('providers.nameTaken') : undefined;
  const ready = name.trim() !== '' && nameProblem === undefined && addressProblem(address) === undefined;
  const add = async () => {
    try {
      await client.request('providers.set', { id, baseUrl: address.trim(), enabled: true });
      setOpen(false);
      onAdded();
    } catch (cause) {
      setFailure(errorMessage(cause));
    }
  };
  return (
    <>
      <Button label={t('providers.addServer')} size="sm" icon={Plus} onClick={() => setOpen(true)} />
      <FormDialog
        open={open}
        onClose={() => setOpen(false)}
        title={t('providers.otherServer')}
        description={t('providers.otherServerText')}
        submit={t('providers.addServer')}
        disabled={!ready}
        onSubmit={() => void add()}
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
        {failure !== '' && <ErrorNote message={failure} />}
      </FormDialog>
    </>
  );
}
