// The code by which a phone gets in: as a picture to scan, as text to paste.
import { QrCode } from 'lucide-react';
import { useState } from 'react';
import type { MethodResult } from '#contract/methods/registry.ts';
import { formatRemaining } from '#messages/format.ts';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { Card } from '../../design/page.tsx';
import { Select } from '../../design/select.tsx';
import { toast, toastError } from '../../design/toasts.ts';
import { useNow } from '../../design/use-now.ts';
import { useClient, useRequest } from '../../state/use-client.ts';

type Way = 'browser' | 'limited' | 'full';
type Code = MethodResult<'device.pair.setupCode'>;

const WAYS = [
  { value: 'browser', label: 'Browser on the phone', hint: 'Opens these pages, with everything in them' },
  { value: 'limited', label: 'Phone app', hint: 'Sessions, messages and approvals' },
  { value: 'full', label: 'Phone app, everything', hint: 'Settings too' },
] as const;

/** A phone needs an address of the network: while that is off, the card says so. */
export function PhoneCard() {
  const client = useClient();
  const reach = useRequest('network.status', {}, ['settings.changed']);
  const [way, setWay] = useState<Way>('browser');
  const [code, setCode] = useState<Code | undefined>();
  const isReachable = reach.data?.addresses.some(({ url }) => url !== undefined) ?? false;
  const make = async () => {
    try {
      const profile = way === 'limited' ? { bootstrapProfile: 'limited' } : {};
      const join = way === 'browser' ? { joinUrl: true as const } : {};
      setCode(await client.request('device.pair.setupCode', { includeQr: true, ...profile, ...join }));
    } catch (cause) {
      toastError('No code was made', cause);
    }
  };
  return (
    <Card className="flex flex-wrap items-end gap-4 p-4">
      <Field label="For" className="w-60">
        {(control) => (
          <Select
            {...control}
            value={way}
            options={WAYS}
            onChange={(next) => {
              setWay(next);
              setCode(undefined);
            }}
          />
        )}
      </Field>
      <Button
        className="h-8"
        icon={<QrCode size={14} aria-hidden />}
        disabled={!isReachable}
        onClick={() => void make()}
      >
        {code === undefined ? 'Show a code' : 'Another code'}
      </Button>
      {reach.data !== undefined && !isReachable && (
        <p className="w-full text-xs text-ink-faint">
          Switch on “Allow on this network” first: a phone cannot reach this machine yet.
        </p>
      )}
      {code !== undefined && <CodeView code={code} />}
    </Card>
  );
}

function CodeView({ code }: { readonly code: Code }) {
  const left = (code.expiresAtMs ?? 0) - useNow(1_000);
  const text = code.joinUrl ?? code.setupCode;
  if (left <= 0) return <p className="w-full text-sm text-ink-soft">The code is too old now. Make another one.</p>;
  return (
    <div className="flex w-full flex-wrap items-start gap-4">
      {code.qrDataUrl !== undefined && (
        <img
          src={code.qrDataUrl}
          alt="The code, to be scanned with the phone"
          width={220}
          height={220}
          className="rounded-lg bg-[#fff] p-1"
        />
      )}
      <div className="flex min-w-0 flex-1 basis-52 flex-col items-start gap-2 text-sm text-ink-soft">
        <p>Scan it with the camera or the app. It works once.</p>
        <p className="tabular text-xs text-ink-faint">{formatRemaining(left)} left</p>
        <Button
          size="sm"
          onClick={() => void navigator.clipboard.writeText(text).then(() => toast({ title: 'Copied' }))}
        >
          {code.joinUrl === undefined ? 'Copy the code' : 'Copy the link'}
        </Button>
      </div>
    </div>
  );
}
