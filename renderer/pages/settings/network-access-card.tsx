// The switch for access from the network, and the addresses of this machine.
import { useState } from 'react';
import type { BindMode, NetworkAccessStatus } from '#contract/types/network-access.ts';
import { t } from '#messages/translate.ts';
import { Text } from '../../design/text.tsx';
import { Card } from '../../design/page.tsx';
import { Select } from '../../design/select.tsx';
import { RequestStatus } from '../../design/request-status.tsx';
import { Switch } from '../../design/switch.tsx';
import { toastError } from '../../design/toasts.ts';
import { useClient, useRequest } from '../../state/use-client.ts';
import { SettingRow } from './setting-row.tsx';

/** Changes take effect immediately; turning it off disconnects clients from the network. */
export function NetworkAccessCard() {
  const client = useClient();
  const read = useRequest('network.status', {}, ['settings.changed']);
  const [busy, setBusy] = useState(false);
  if (read.data === undefined)
    return <RequestStatus read={read} height="h-28" failed={t('devices.network.loadFailed')} />;
  const status = read.data;
  const set = async (mode: BindMode) => {
    setBusy(true);
    try {
      await client.request('network.set', { mode });
      await read.reload();
    } catch (cause) {
      toastError(t('devices.network.changeFailed'), cause);
    } finally {
      setBusy(false);
    }
  };
  const isOpen = status.mode !== 'loopback';
  const choices = (['lan', 'tailnet'] as const).map((value) => ({ value, label: t(`devices.network.mode.${value}`) }));
  return (
    <Card>
      <SettingRow title={t('devices.network.allow')} hint={describeAccess(status)}>
        {({ id, ...aria }) => (
          <Switch
            id={id}
            {...aria}
            checked={isOpen}
            disabled={busy}
            onChange={(on) => void set(on ? 'lan' : 'loopback')}
          />
        )}
      </SettingRow>
      {(status.mode === 'lan' || status.mode === 'tailnet') && (
        <SettingRow title={t('devices.network.scope')} hint={t('devices.network.scopeHint')}>
          {({ id, ...aria }) => (
            <Select
              id={id}
              {...aria}
              className="w-44"
              value={status.mode === 'tailnet' ? 'tailnet' : 'lan'}
              options={choices}
              onChange={(mode) => void set(mode)}
            />
          )}
        </SettingRow>
      )}
      {isOpen && <Addresses status={status} />}
    </Card>
  );
}

function Addresses({ status }: { readonly status: NetworkAccessStatus }) {
  const shown = status.addresses.filter(({ url, error }) => url !== undefined || error !== undefined);
  return (
    <div className="flex flex-col gap-2 px-4 py-3 text-sm">
      {shown.length === 0 && <p className="text-warn">{t('devices.network.noAddress')}</p>}
      <ul className="flex flex-col gap-1">
        {shown.map(({ host, network, url, error }) => (
          <li key={host} className="flex flex-wrap gap-x-3">
            <code className="text-xs text-ink">{url ?? host}</code>
            <span className="text-xs text-ink-faint">{error ?? network}</span>
          </li>
        ))}
      </ul>
      {status.fingerprint !== undefined && (
        <p className="text-xs wrap-anywhere text-ink-faint">
          <Text
            id={
              status.certificate === 'own' ? 'devices.network.certificate.own' : 'devices.network.certificate.gateway'
            }
            values={{ fingerprint: status.fingerprint }}
            tags={{ code: (fingerprint) => <code>{fingerprint}</code> }}
          />
        </p>
      )}
    </div>
  );
}

function describeAccess({ mode, addresses }: NetworkAccessStatus): string {
  if (mode === 'loopback') return t('devices.network.off');
  const count = addresses.filter(({ url }) => url !== undefined).length;
  return t('devices.network.on', { network: t(`devices.network.mode.${mode}`), count });
}
