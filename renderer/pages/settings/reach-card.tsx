// The switch "Allow on this network", and who can reach us where.
import { useState } from 'react';
import type { BindMode, NetworkAccessStatus } from '#contract/types/network-access.ts';
import { Card } from '../../design/page.tsx';
import { Select } from '../../design/select.tsx';
import { ErrorNote, Skeleton } from '../../design/states.tsx';
import { Switch } from '../../design/switch.tsx';
import { toastError } from '../../design/toasts.ts';
import { useClient, useRequest } from '../../state/use-client.ts';
import { SettingRow } from './setting-row.tsx';

const MODES: Readonly<Record<BindMode, string>> = {
  loopback: 'This machine only',
  lan: 'Local network',
  tailnet: 'Tailnet',
  custom: 'Chosen addresses (configuration file)',
};

/** Changes take effect at once; closing cuts who is connected from there. */
export function ReachCard() {
  const client = useClient();
  const read = useRequest('network.status', {}, ['settings.changed']);
  const [busy, setBusy] = useState(false);
  if (read.status === 'error' && read.data === undefined)
    return (
      <ErrorNote
        title="The network could not be read"
        message={read.error.message}
        onRetry={() => void read.reload()}
      />
    );
  if (read.data === undefined) return <Skeleton className="h-28" />;
  const status = read.data;
  const set = async (mode: BindMode) => {
    setBusy(true);
    try {
      await client.request('network.set', { mode });
      await read.reload();
    } catch (cause) {
      toastError('The network was not changed', cause);
    } finally {
      setBusy(false);
    }
  };
  const isOpen = status.mode !== 'loopback';
  const choices = (['lan', 'tailnet'] as const).map((value) => ({ value, label: MODES[value] }));
  return (
    <Card>
      <SettingRow title="Allow on this network" hint={reachWords(status)}>
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
        <SettingRow title="Who" hint="A tailnet is the private network that Tailscale makes of your own devices.">
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
      {shown.length === 0 && (
        <p className="text-warn">This machine has no such address now. Connect it to the network, then look again.</p>
      )}
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
          {status.certificate === 'own' ? 'Your certificate' : 'Certificate of this gateway'}, SHA-256:{' '}
          <code>{status.fingerprint}</code>. A browser warns about it the first time: compare these digits.
        </p>
      )}
    </div>
  );
}

function reachWords(status: NetworkAccessStatus): string {
  if (status.mode === 'loopback') return 'Off: only programs and browsers on this machine can reach Gatehouse.';
  const open = status.addresses.filter(({ url }) => url !== undefined).length;
  return `${MODES[status.mode]}: ${open === 1 ? 'one address' : `${open} addresses`}, encrypted. Each device must still be let in.`;
}
