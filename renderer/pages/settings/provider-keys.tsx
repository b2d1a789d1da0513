// The keys and the address of a provider: a shared key and a personal one.
import { useState } from 'react';
import type { ProviderStatus } from '#contract/types/providers.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { Switch } from '../../design/switch.tsx';
import type { ProviderInput } from './connect-provider.ts';
import { KeyForm } from './key-form.tsx';
import { listKeys } from './provider-text.ts';
import { SettingRow } from './setting-row.tsx';

/** Props of the key settings. */
export interface ProviderKeysProps {
  readonly provider: ProviderStatus;
  readonly busy: boolean;
  readonly onSave: (input: ProviderInput) => void;
  readonly change: (
    changes: {
      readonly enabled?: boolean;
      readonly apiKey?: string;
      readonly importEnvironment?: boolean;
      readonly personal?: boolean;
    },
    failed: string,
  ) => void;
}

/** The form, and a button for each key that can be stored or removed. */
export function ProviderKeys({ provider, busy, onSave, change }: ProviderKeysProps) {
  const [personal, setPersonal] = useState(false);
  const keys = listKeys(provider);
  const failed = t('providers.removeFailed');
  // A gateway that doesn't list keys doesn't support personal ones.
  const canBePersonal = provider.keys !== undefined && provider.kind !== 'local';
  return (
    <div className="mt-3 border-t border-line pt-3">
      <KeyForm
        provider={provider}
        busy={busy}
        action={t('providers.testAndSave')}
        onSubmit={(input) => onSave({ ...input, personal })}
      >
        {canBePersonal && (
          <div className="rounded-md border border-line">
            <SettingRow title={t('providers.onlyMe')} hint={t('providers.onlyMeHint')}>
              {(control) => <Switch {...control} checked={personal} onChange={setPersonal} />}
            </SettingRow>
          </div>
        )}
      </KeyForm>
      <div className="mt-3 flex flex-wrap gap-2 empty:hidden">
        {provider.key === 'environment' && (
          <Button
            label={t('providers.importKey', { variable: provider.environment ?? t('providers.environment') })}
            size="sm"
            onClick={() => change({ importEnvironment: true }, t('providers.importFailed'))}
          />
        )}
        {keys.includes('personal') && (
          <Button
            label={t('providers.removePersonalKey')}
            look="danger-quiet"
            size="sm"
            onClick={() => change({ apiKey: '', personal: true }, failed)}
          />
        )}
        {keys.includes('shared') && (
          <Button
            label={t(keys.includes('personal') ? 'providers.removeSharedKey' : 'providers.removeKey')}
            look="danger-quiet"
            size="sm"
            onClick={() => change({ apiKey: '' }, failed)}
          />
        )}
      </div>
    </div>
  );
}
