// Phone & devices: whether the network can reach us, who waits, who is in, and how a phone gets in.
import { Check, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { PairedDevice } from '#contract/types/devices.ts';
import { formatAgo } from '#messages/format.ts';
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
import { ReachCard } from './reach-card.tsx';

const MINUTE_MS = 60_000;

/** Settings, Phone & devices. */
export function DevicesSection() {
  return (
    <>
      <Section title="Network" summary="Nobody beyond this machine can reach Gatehouse unless you allow it here.">
        <ReachCard />
      </Section>
      <Section title="Add a phone or computer" summary="A code that works once, for a few minutes.">
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
      <ErrorNote title="Devices could not be read" message={read.error.message} onRetry={() => void read.reload()} />
    );
  if (read.data === undefined) return <SkeletonLines count={3} label="Loading devices" />;
  const { paired } = read.data;
  return (
    <>
      <Waiting />
      <Section title="Devices" summary="Taking access back closes what a device has open, at once.">
        <Card>
          {paired.length === 0 ? (
            <p className="p-4 text-sm text-ink-soft">
              No device is paired. This window and signed-in browsers need none.
            </p>
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

function Waiting() {
  const pending = useStore(useServices().access.store, (state) => state.pending);
  if (pending.length === 0) return null;
  return (
    <Section title="Waiting to be let in" summary="Allow only what you started yourself a moment ago.">
      <Card>
        <ul>
          {pending.map((request) => (
            <WaitingRow key={request.id} request={request} />
          ))}
        </ul>
      </Card>
    </Section>
  );
}

function WaitingRow({ request }: { readonly request: AccessRequest }) {
  const words = describeAccess(request);
  const { busy, answer } = useAnswer(request, words);
  return (
    <li className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-3 last:border-b-0">
      <div className="min-w-0 flex-1 basis-60 wrap-anywhere">
        <p className="flex flex-wrap items-center gap-2 text-sm font-medium text-ink">
          {words.name} <Badge tone="warn">{words.title}</Badge>
        </p>
        <p className="text-xs text-ink-faint">{words.facts}</p>
        <p className="text-xs text-ink-soft">{words.requested}</p>
        <AccessFacts text={words} />
      </div>
      <div className="flex gap-2">
        <Button icon={<X size={14} aria-hidden />} disabled={busy} onClick={() => void answer(false)}>
          Deny
        </Button>
        <Button look="primary" icon={<Check size={14} aria-hidden />} busy={busy} onClick={() => void answer(true)}>
          Allow
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
      toast({ title: `${name} has no access any more` });
      onDone();
    } catch (cause) {
      toastError('Access was not taken back', cause);
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
        <Badge tone="ok">here now</Badge>
      ) : (
        <span className="tabular text-xs text-ink-faint">{seenWords(device.lastSeenAtMs, now)}</span>
      )}
      <IconButton label={`Take access back: ${name}`} onClick={() => setAsking(true)}>
        <Trash2 size={14} aria-hidden />
      </IconButton>
      <ConfirmDialog
        open={asking}
        title={`Take access back from ${name}?`}
        description="What it has open is closed within a second. To come back it must be allowed anew."
        confirmLabel="Take access back"
        onConfirm={() => void remove()}
        onClose={() => setAsking(false)}
      />
    </li>
  );
}

function seenWords(at: number | undefined, now: number): string {
  return at === undefined ? 'never seen' : `last seen: ${formatAgo(at, now)}`;
}
