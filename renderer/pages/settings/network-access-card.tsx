// The switch for access from the network, and the addresses of this machine.
import type { BindMode, NetworkAccessStatus } from '#contract/types/network-access.ts';
import { t } from '#messages/translate.ts';
import { Card } from '../../design/page.tsx';
import { RequestStatus } from '../../design/states.tsx';
import { Select } from '../../design/select.tsx';
import { Switch } from '../../design/switch.tsx';
import { Text } from '../../design/text.tsx';
import { useAction } from '../../design/toasts.ts';
import { useClient, useRequest } from '../../state/use-client.ts';
import { DiscoveryRows } from './discovery-rows.tsx';
import { SettingRow } from './setting-row.tsx';

/** Changes take effect immediately; turning it off disconnects clients from the network. */
export function NetworkAccessCard() {
  const client = useClient();
  const read = useRequest('network.status', {}, ['settings.changed']);
  const { busy, run } = useAction(t('devices.network.changeFailed'));
  if (read.data === undefined)
    return <RequestStatus read={read} height="h-28" failed={t('devices.network.loadFailed')} />;
  const { mode, discovery } = read.data;
  const set = (next: BindMode) =>
    run(async () => {
      await client.request('network.set', { mode: next });
      await read.reload();
    });
  const isOpen = mode !== 'loopback';
  const choices = (['lan', 'tailnet'] as const).map((value) => ({ value, label: t(`devices.network.mode.${value}`) }));
  return (
    <Card>
      <SettingRow title={t('devices.network.allow')} hint={describeAccess(read.data)}>
        {(control) => (
          <Switch {...control} checked={isOpen} disabled={busy} onChange={(on) => set(on ? 'lan' : 'loopback')} />
        )}
      </SettingRow>
      {(mode === 'lan' || mode === 'tailnet') && (
        <SettingRow title={t('devices.network.scope')} hint={t('devices.network.scopeHint')}>
          {(control) => <Select {...control} className="w-44" value={mode} options={choices} onChange={set} />}
        </SettingRow>
      )}
      {isOpen && <Addresses status={read.data} />}
      {isOpen && discovery !== undefined && <DiscoveryRows discovery={discovery} reload={read.reload} />}
    </Card>
  );
}

function Addresses({ status: { addresses, fingerprint, certificate } }: { readonly status: NetworkAccessStatus }) {
  const shown = addresses.filter(({ url, error }) => url !== undefined || error !== undefined);
  return (
    <div className="flex flex-col gap-2 border-b border-line px-4 py-3 text-sm last:border-b-0">
      {shown.length === 0 && <p className="text-warn">{t('devices.network.noAddress')}</p>}
      <ul className="flex flex-col gap-1">
        {shown.map(({ host, network, url, error }) => (
          <li key={host} className="flex flex-wrap gap-x-3">
            <code className="text-xs text-ink">{url ?? host}</code>
            <span className="text-xs text-ink-faint">{error ?? network}</span>
          </li>
        ))}
      </ul>
      {fingerprint !== undefined && (
        <p className="text-xs wrap-anywhere text-ink-faint">
          <Text
            id={certificate === 'own' ? 'devices.network.certificate.own' : 'devices.network.certificate.gateway'}
            values={{ fingerprint }}
            tags={{ code: (text) => <code>{text}</code> }}
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
