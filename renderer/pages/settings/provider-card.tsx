// One provider: state in words, switch, test, key and address.
import { formatDuration } from '#messages/format.ts';
import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import type { ProviderStatus, ProviderTest } from '#contract/types/providers.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Card } from '../../design/page.tsx';
import { ErrorNote } from '../../design/states.tsx';
import { Switch } from '../../design/switch.tsx';
import { toast, toastError } from '../../design/toasts.ts';
import { useClient } from '../../state/use-client.ts';
import { connectProvider, testProvider, type ProviderInput } from './connect-provider.ts';
import { KeyForm } from './key-form.tsx';
import { keyWords, stateOf } from './provider-words.ts';

type Outcome =
  | { readonly kind: 'test'; readonly test: ProviderTest }
  | { readonly kind: 'failure'; readonly message: string };

/** Opens for changes; the head alone says how it stands. */
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
  const state = stateOf(provider);
  const run = async (call: () => Promise<ProviderTest>, done: (test: ProviderTest) => void) => {
    setBusy(true);
    try {
      const test = await call();
      setOutcome({ kind: 'test', test });
      done(test);
    } catch (cause) {
      setOutcome({ kind: 'failure', message: cause instanceof Error ? cause.message : String(cause) });
    }
    setBusy(false);
  };
  const save = (input: ProviderInput) =>
    run(
      () => connectProvider(client, input),
      (test) => {
        if (!test.ok) return;
        setOpen(false);
        toast({ title: `${provider.title} works` });
        onChanged();
      },
    );
  const change = async (changes: KeyChange, words: string) => {
    try {
      await client.request('providers.set', { id: provider.id, ...changes });
      onChanged();
    } catch (cause) {
      toastError(words, cause);
    }
  };
  return (
    <Card className="px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <h3 className="flex flex-wrap items-center gap-2 text-sm font-medium text-ink">
            {provider.title}
            <Badge tone={state.tone}>{state.word}</Badge>
          </h3>
          <p className="mt-0.5 text-xs wrap-anywhere text-ink-faint">{keyWords(provider)}</p>
        </div>
        <div className="flex items-center gap-3 max-md:w-full">
          <Button
            size="sm"
            busy={busy}
            onClick={() => void run(() => testProvider(client, { id: provider.id }), onChanged)}
          >
            Test
          </Button>
          {provider.kind !== 'demo' && (
            <Button size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
              {state.word === 'no key' || state.word === 'no address' ? 'Set up' : 'Change'}
            </Button>
          )}
          <Switch
            label={`Use ${provider.title}`}
            checked={provider.enabled}
            onChange={(enabled) => void change({ enabled }, 'The switch did not take')}
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
  readonly change: (changes: KeyChange, words: string) => Promise<void>;
}

function Changes({ provider, busy, onSave, change }: ChangesProps) {
  return (
    <div className="mt-3 border-t border-line pt-3">
      <KeyForm provider={provider} busy={busy} action="Test and save" onSubmit={onSave} />
      {provider.key === 'environment' && (
        <Button
          size="sm"
          className="mt-3"
          onClick={() => void change({ importEnvironment: true }, 'The key was not stored')}
        >
          Store the key of {provider.environment ?? 'the environment'} here, sealed
        </Button>
      )}
      {provider.key === 'stored' && (
        <Button
          look="danger-quiet"
          size="sm"
          className="mt-3"
          onClick={() => void change({ apiKey: '' }, 'The key was not removed')}
        >
          Remove the stored key
        </Button>
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
        <ErrorNote message={test.error?.message ?? 'The test failed.'} hint={test.error?.hint} />
      </div>
    );
  return (
    <p role="status" className="mt-2 flex items-center gap-1.5 text-xs text-ink-soft">
      <CircleCheck size={14} aria-hidden className="text-ok" />
      <span className="tabular">
        Answered in {formatDuration(test.latencyMs)}, {test.models.length}{' '}
        {test.models.length === 1 ? 'model' : 'models'}
      </span>
    </p>
  );
}
