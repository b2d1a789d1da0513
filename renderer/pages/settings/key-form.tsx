// Key and address of a provider. What is typed goes to the host, is sealed there, and is never shown again.
import { useState } from 'react';
import type { ProviderStatus } from '#contract/types/providers.ts';
import { Button } from '../../design/button.tsx';
import { Field, TextInput } from '../../design/field.tsx';
import { keyOwner } from '../setup/setup-flow.ts';
import { addressProblem, type ProviderInput } from './connect-provider.ts';

interface KeyFormProps {
  readonly provider: ProviderStatus;
  readonly busy: boolean;
  readonly action: string;
  readonly onSubmit: (input: ProviderInput) => void;
}

/** Shows only what this kind of provider needs. */
export function KeyForm({ provider, busy, action, onSubmit }: KeyFormProps) {
  const [apiKey, setApiKey] = useState('');
  const [baseUrl, setBaseUrl] = useState(
    provider.baseUrl ?? (provider.kind === 'local' ? (provider.defaultBaseUrl ?? '') : ''),
  );
  const [tried, setTried] = useState(false);
  const needsAddress = provider.kind === 'compatible' || provider.kind === 'local';
  const needsKey = provider.kind === 'cloud';
  const problems = {
    key: needsKey && apiKey.trim() === '' ? 'Paste a key.' : undefined,
    address: needsAddress ? addressProblem(baseUrl) : undefined,
  };
  const owner = keyOwner(apiKey);
  const foreign = provider.kind === 'cloud' && owner !== undefined && owner !== provider.id;
  const submit = (event: { preventDefault(): void }) => {
    event.preventDefault();
    setTried(true);
    if (problems.key === undefined && problems.address === undefined)
      onSubmit({ id: provider.id, apiKey, ...(needsAddress ? { baseUrl } : {}) });
  };
  return (
    <form className="flex flex-col gap-3" onSubmit={submit}>
      {needsAddress && (
        <Field
          label="Address"
          hint={`For example ${provider.defaultBaseUrl ?? 'http://127.0.0.1:8000/v1'}`}
          error={tried ? problems.address : undefined}
        >
          {(control) => (
            <TextInput
              {...control}
              inputMode="url"
              className="font-mono"
              value={baseUrl}
              onChange={(event) => setBaseUrl(event.target.value)}
            />
          )}
        </Field>
      )}
      {provider.kind !== 'local' && (
        <Field
          label={needsKey ? 'API key' : 'API key, if the server wants one'}
          hint={
            foreign
              ? `This looks like a key of ${owner === 'anthropic' ? 'Anthropic' : 'OpenAI'}.`
              : 'Tried with one small call, then sealed on this machine.'
          }
          error={tried ? problems.key : undefined}
        >
          {(control) => (
            <TextInput
              {...control}
              type="password"
              autoFocus={needsKey}
              className="font-mono"
              value={apiKey}
              onChange={(event) => setApiKey(event.target.value)}
            />
          )}
        </Field>
      )}
      <Button type="submit" look="primary" busy={busy} className="self-start">
        {action}
      </Button>
    </form>
  );
}
