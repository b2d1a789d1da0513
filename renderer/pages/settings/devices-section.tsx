// Phone & devices: network access, pairing codes, pending requests, paired devices, browsers.
import { Check, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { PairedDevice } from '#contract/types/devices.ts';
import { formatAgo } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { AccessFacts } from '../../access/access-facts.tsx';
import { describeAccess } from '../../access/access-text.ts';
import { describeScopes } from '../../access/scope-text.ts';
import { useAnswer } from '../../access/use-answer.ts';
import { Badge } from '../../design/badge.tsx';
import { Button, IconButton } from '../../design/button.tsx';
import { ConfirmDialog } from '../../design/dialog.tsx';
import { Card, Section } from '../../design/page.tsx';
import { ErrorNote, SkeletonLines } from '../../design/states.tsx';
import { toast, toastError } from '../../design/toasts.ts';
import { useNow } from '../../design/use-now.ts';
import type { AccessRequest } from '../../state/access-requests.ts';
import { useClient, useRequest, useServices } from '../../state/use-client.ts';
import { BrowsersSection } from './browsers-section.tsx';
import { PhoneCard } from './phone-card.tsx';
import { NetworkAccessCard } from './network-access-card.tsx';

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
      </Section>
      <DeviceLists />
      <BrowsersSection />
    </>
  );
}

function DeviceLists() {
  const read = useRequest('device.pair.list', {}, ['device.pair.requested', 'device.pair.changed', 'presence']);
  if (read.status === 'error' && read.data === undefined)
    return (
      <ErrorNote title={t('devices.loadFailed')} message={read.error.message} onRetry={() => void read.reload()} />
    );
  if (read.data === undefined) return <SkeletonLines count={3} label={t('devices.loading')} />;
  const { paired } = read.data;
  return (
    <>
      <PendingRequests />
      <Section title={t('devices.paired.title')} summary={t('devices.paired.summary')}>
        <Card>
          {paired.length === 0 ? (
            <p className="p-4 text-sm text-ink-soft">{t('devices.paired.none')}</p>
          ) : (
            <ul>
              {paired.map((device) => (
                <DeviceRow key={device.deviceId} device={device} onDone={() => void read.reload()} />
              ))}
            </ul>
          )}
        </Card>
      </Section>
    </>
  );
}

function PendingRequests() {
  const pending = useStore(useServices().access.store, (state) => state.pending);
  if (pending.length === 0) return null;
  return (
    <Section title={t('devices.requests.title')} summary={t('devices.requests.summary')}>
      <Card>
        <ul>
          {pending.map((request) => (
            <RequestRow key={request.id} request={request} />
          ))}
        </ul>
      </Card>
    </Section>
  );
}

function RequestRow({ request }: { readonly request: AccessRequest }) {
  const text = describeAccess(request);
  const { busy, answer } = useAnswer(request, text);
  return (
    <li className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-3 last:border-b-0">
      <div className="min-w-0 flex-1 basis-60 wrap-anywhere">
        <p className="flex flex-wrap items-center gap-2 text-sm font-medium text-ink">
          {text.name} <Badge tone="warn">{text.title}</Badge>
        </p>
        <p className="text-xs text-ink-faint">{text.facts}</p>
        <p className="text-xs text-ink-soft">{text.requested}</p>
        <AccessFacts text={text} />
      </div>
      <div className="flex gap-2">
        <Button icon={<X size={14} aria-hidden />} disabled={busy} onClick={() => void answer(false)}>
          {t('access.deny')}
        </Button>
        <Button look="primary" icon={<Check size={14} aria-hidden />} busy={busy} onClick={() => void answer(true)}>
          {t('access.approve')}
        </Button>
      </div>
    </li>
  );
}

function DeviceRow({ device, onDone }: { readonly device: PairedDevice; readonly onDone: () => void }) {
  const client = useClient();
  const now = useNow(MINUTE_MS);
  const [asking, setAsking] = useState(false);
  const name = device.label ?? device.displayName ?? device.clientId;
  const remove = async () => {
    try {
      await client.request('device.pair.remove', { deviceId: device.deviceId });
      toast({ title: t('devices.revoked', { name }) });
      onDone();
    } catch (cause) {
      toastError(t('devices.revokeFailed'), cause);
    }
  };
  const facts = [device.platform, device.remoteIp, describeScopes(device.scopes)].filter(Boolean).join(' · ');
  return (
    <li className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-3 last:border-b-0">
      <div className="min-w-0 flex-1 basis-60">
        <p className="text-sm font-medium text-ink">{name}</p>
        <p className="text-xs wrap-anywhere text-ink-faint">{facts}</p>
      </div>
      {device.connected ? (
        <Badge tone="ok">{t('devices.connected')}</Badge>
      ) : (
        <span className="tabular text-xs text-ink-faint">{describeLastSeen(device.lastSeenAtMs, now)}</span>
      )}
      <IconButton label={t('devices.revokeFor', { name })} onClick={() => setAsking(true)}>
        <Trash2 size={14} aria-hidden />
      </IconButton>
      <ConfirmDialog
        open={asking}
        title={t('devices.revokeTitle', { name })}
        description={t('devices.revokeText')}
        confirmLabel={t('devices.revoke')}
        onConfirm={() => void remove()}
        onClose={() => setAsking(false)}
      />
    </li>
  );
}

function describeLastSeen(at: number | undefined, now: number): string {
  return at === undefined ? t('devices.neverSeen') : t('devices.lastSeen', { time: formatAgo(at, now) });
}
