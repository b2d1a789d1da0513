// Phone & devices: network access, pairing codes, pending requests, paired devices, browsers.
import { Check, Trash2, X } from 'lucide-react';
import { useStore } from 'zustand';
import type { PairedDevice } from '#contract/types/devices.ts';
import { formatAgo, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { AccessFacts, useAnswer } from '../../access/access-answer.tsx';
import { describeAccess, describeScopes, showName } from '../../access/access-text.ts';
import { Badge } from '../../design/badge.tsx';
import { Button, IconButton } from '../../design/button.tsx';
import { ConfirmButton } from '../../design/dialog.tsx';
import { CardList, CardRow, Section } from '../../design/page.tsx';
import { RequestStatus } from '../../design/states.tsx';
import { attempt, toast } from '../../design/toasts.ts';
import { useNow } from '../../design/use-now.ts';
import type { AccessRequest } from '../../state/access-requests.ts';
import { useClient, useRequest, useServices } from '../../state/use-client.ts';
import { BrowsersSection } from './browsers-section.tsx';
import { inDesktopShell } from '../../state/channels/port-channel.ts';
import { InstallCard } from './install-card.tsx';
import { NetworkAccessCard } from './network-access-card.tsx';
import { PhoneCard } from './phone-card.tsx';

const MINUTE_MS = 60_000;

/** Settings, Phone & devices. */
export function DevicesSection() {
  return (
    <>
      <Section title={t('devices.network.title')} summary={t('devices.network.summary')}>
        <NetworkAccessCard />
      </Section>
      <Section title={t('devices.phone.title')} summary={t('devices.phone.summary')}>
        <PhoneCard />
        {!inDesktopShell(location.protocol) && (
          <div className="mt-3">
            <InstallCard />
          </div>
        )}
      </Section>
      <DeviceLists />
      <BrowsersSection />
    </>
  );
}

function DeviceLists() {
  const read = useRequest('device.pair.list', {}, ['device.pair.requested', 'device.pair.changed', 'presence.changed']);
  const pending = useStore(useServices().access.store, (state) => state.pending);
  const row = (device: PairedDevice) => <DeviceRow key={device.deviceId} device={device} onDone={read.reload} />;
  if (read.data === undefined)
    return <RequestStatus read={read} rows={3} loading={t('devices.loading')} failed={t('devices.loadFailed')} />;
  return (
    <>
      {pending.length > 0 && (
        <Section title={t('devices.requests.title')} summary={t('devices.requests.summary')}>
          <CardList
            rows={pending.map((request) => (
              <RequestRow key={request.id} request={request} />
            ))}
            empty=""
          />
        </Section>
      )}
      <Section title={t('devices.paired.title')} summary={t('devices.paired.summary')}>
        <CardList rows={read.data.paired.map(row)} empty={t('devices.paired.none')} />
      </Section>
    </>
  );
}

function RequestRow({ request }: { readonly request: AccessRequest }) {
  const text = describeAccess(request);
  const { busy, answer } = useAnswer(request, text);
  return (
    <CardRow
      title={
        <span className="flex flex-wrap items-center gap-2">
          {text.name} <Badge tone="warn">{text.title}</Badge>
        </span>
      }
      facts={
        <>
          <p>{text.facts}</p>
          <p className="text-ink-soft">{text.requested}</p>
          <AccessFacts text={text} />
        </>
      }
    >
      <div className="flex gap-2">
        <Button label={t('access.deny')} icon={X} disabled={busy} onClick={() => answer(false)} />
        <Button label={t('access.approve')} look="primary" icon={Check} busy={busy} onClick={() => answer(true)} />
      </div>
    </CardRow>
  );
}

function DeviceRow({ device, onDone }: { readonly device: PairedDevice; readonly onDone: () => void }) {
  const client = useClient();
  const now = useNow(MINUTE_MS);
  const name = showName(device.label ?? device.displayName ?? device.clientId) ?? t('access.device.unnamed');
  const remove = () =>
    attempt(t('devices.revokeFailed'), async () => {
      await client.request('device.pair.remove', { deviceId: device.deviceId });
      toast({ title: t('devices.revoked', { name }) });
      onDone();
    });
  return (
    <CardRow title={name} facts={joinFacts(showName(device.platform), device.remoteIp, describeScopes(device.scopes))}>
      {device.connected ? (
        <Badge tone="ok">{t('devices.connected')}</Badge>
      ) : (
        <span className="tabular text-xs text-ink-faint">{describeLastSeen(device.lastSeenAtMs, now)}</span>
      )}
      <ConfirmButton
        trigger={<IconButton icon={Trash2} label={t('devices.revokeFor', { name })} />}
        title={t('devices.revokeTitle', { name })}
        description={t('devices.revokeText')}
        confirmLabel={t('devices.revoke')}
        onConfirm={remove}
      />
    </CardRow>
  );
}

function describeLastSeen(at: number | undefined, now: number): string {
  return at === undefined ? t('devices.neverSeen') : t('devices.lastSeen', { time: formatAgo(at, now) });
}
