// Key and address of a provider. The host encrypts the key; it is never shown again.
import { useState, type ReactNode } from 'react';
import type { ProviderStatus } from '#contract/types/providers.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { TextField } from '../../design/field.tsx';
import { keyOwner } from '../setup/setup-flow.ts';
import { addressProblem, EXAMPLE_ADDRESS, type ProviderInput } from './connect-provider.ts';

interface KeyFormProps {
  readonly provider: ProviderStatus;
  readonly busy: boolean;
  readonly action: string;
  readonly onSubmit: (input: ProviderInput) => void;
  /** Further fields. */
  readonly children?: ReactNode;
}

/** Shows only the fields that this kind of provider needs. */
export function KeyForm({ provider, busy, action, onSubmit, children }: KeyFormProps) {
  const [apiKey, setApiKey] = useState('');
  const [baseUrl, setBaseUrl] = useState(
    provider.baseUrl ?? (provider.kind === 'local' ? (provider.defaultBaseUrl ?? '') : ''),
  );
  const [tried, setTried] = useState(false);
  const needsAddress = provider.kind === 'compatible' || provider.kind === 'local';
  const needsKey = provider.kind === 'cloud';
  const problems = {
    key: needsKey && apiKey.trim() === '' ? t('providers.keyMissing') : undefined,
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
        <TextField
          label={t('providers.address')}
          hint={t('providers.addressExample', { address: provider.defaultBaseUrl ?? EXAMPLE_ADDRESS })}
          error={tried ? problems.address : undefined}
          inputMode="url"
          inputClassName="font-mono"
          value={baseUrl}
          onChange={setBaseUrl}
        />
      )}
      {provider.kind !== 'local' && (
        <TextField
          label={needsKey ? t('providers.key') : t('providers.keyOptional')}
          hint={
            foreign
              ? t('providers.keyForeign', { name: owner === 'anthropic' ? 'Anthropic' : 'OpenAI' })
              : t('providers.keyHint')
          }
          error={tried ? problems.key : undefined}
          type="password"
          autoFocus={needsKey}
          inputClassName="font-mono"
          value={apiKey}
          onChange={setApiKey}
        />
      )}
      {children}
      <Button label={action} type="submit" look="primary" busy={busy} className="self-start" />
    </form>
  );
}
