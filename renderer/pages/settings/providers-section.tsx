// Where models come from: state of each provider, its key's source, a test with a real call, and keys to add or take away.
import { Plus, RotateCw } from 'lucide-react';
import { useState } from 'react';
import type { ProviderStatus } from '#contract/types/providers.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Field, TextInput } from '../../design/field.tsx';
import { Section } from '../../design/page.tsx';
import { ErrorNote, Skeleton } from '../../design/states.tsx';
import { toastError } from '../../design/toasts.ts';
import { hintOf } from '../../state/resource.ts';
import { useClient, useRequest } from '../../state/use-client.ts';
import { addressProblem } from './connect-provider.ts';
import { ProviderCard } from './provider-card.tsx';

/** Settings, Providers. */
export function ProvidersSection() {
  const client = useClient();
  const read = useRequest('providers.list', {}, ['settings.changed']);
  const [looking, setLooking] = useState(false);
  const providers = read.data?.providers ?? [];
  const look = async () => {
    setLooking(true);
    try {
      await client.request('providers.list', { refresh: true }, { timeoutMs: 30_000 });
      await read.reload();
    } catch (cause) {
      toastError('Not all providers answered', cause);
    }
    setLooking(false);
  };
  const actions = (
    <div className="flex gap-2">
      <Button size="sm" icon={<RotateCw size={13} aria-hidden />} busy={looking} onClick={() => void look()}>
        Look again
      </Button>
      <AddServer providers={providers} onAdded={() => void read.reload()} />
    </div>
  );
  return (
    <Section
      title="Providers"
      summary="Where models come from. A key stored here comes before one of the environment. Keys are sealed and never shown again."
      actions={actions}
    >
      <div className="flex flex-col gap-3">
        {read.status === 'loading' && [0, 1, 2].map((card) => <Skeleton key={card} className="h-20" />)}
        {read.status === 'error' && (
          <ErrorNote
            title="Providers could not be read"
            message={read.error.message}
            hint={hintOf(read.error)}
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

/** Another server that speaks the OpenAI API gets an id of its own: `compatible-<name>`. */
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
  const nameProblem = providers.some((provider) => provider.id === id) ? 'There is one with this name.' : undefined;
  const ready = name.trim() !== '' && nameProblem === undefined && addressProblem(address) === undefined;
  const add = async () => {
    try {
      await client.request('providers.set', { id, baseUrl: address.trim(), enabled: true });
      setOpen(false);
      onAdded();
    } catch (cause) {
      setFailure(cause instanceof Error ? cause.message : String(cause));
    }
  };
  const footer = (
    <>
      <Button onClick={() => setOpen(false)}>Cancel</Button>
      <Button look="primary" disabled={!ready} onClick={() => void add()}>
        Add server
      </Button>
    </>
  );
  return (
    <>
      <Button size="sm" icon={<Plus size={13} aria-hidden />} onClick={() => setOpen(true)}>
        Add server
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title="Another server"
        description="Anything that speaks the OpenAI API."
        footer={footer}
      >
        <div className="flex flex-col gap-4">
          <Field label="Name" error={nameProblem}>
            {(control) => (
              <TextInput
                {...control}
                placeholder="lab"
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          <Field label="Address" error={address === '' ? undefined : addressProblem(address)}>
            {(control) => (
              <TextInput
                {...control}
                className="font-mono"
                placeholder="http://127.0.0.1:8000/v1"
                value={address}
                onChange={(event) => setAddress(event.target.value)}
              />
            )}
          </Field>
          {failure !== '' && <ErrorNote message={failure} />}
        </div>
      </Dialog>
    </>
  );
}
