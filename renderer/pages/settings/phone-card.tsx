// Creates a pairing code for a phone, as a QR code and as text.
import { QrCode } from 'lucide-react';
import { useId, useState } from 'react';
import type { MethodResult } from '#contract/methods/registry.ts';
import { formatRemaining } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { copyText } from '../../design/copy-button.tsx';
import { Button } from '../../design/button.tsx';
import { Card } from '../../design/page.tsx';
import { SelectField } from '../../design/select.tsx';
import { attempt } from '../../design/toasts.ts';
import { useNow } from '../../design/use-now.ts';
import { describeUnreachable } from './phone-text.ts';
import { useClient, useRequest } from '../../state/use-client.ts';

type Kind = (typeof KINDS)[number];
type Code = MethodResult<'device.pair.setupCode'>;

const KINDS = ['browser', 'limited', 'full'] as const;

/** A phone needs an address on the network; the card says so while there is none. */
export function PhoneCard() {
  const client = useClient();
  const access = useRequest('network.status', {}, ['settings.changed']);
  const [kind, setKind] = useState<Kind>('browser');
  const [code, setCode] = useState<Code | undefined>();
  const reasonId = useId();
  const isReachable = access.data?.addresses.some(({ url }) => url !== undefined) ?? false;
  const create = () =>
    attempt(t('devices.phone.createFailed'), async () => {
      const profile = kind === 'limited' ? { bootstrapProfile: 'limited' } : {};
      const join = kind === 'browser' ? { joinUrl: true as const } : {};
      setCode(await client.request('device.pair.setupCode', { includeQr: true, ...profile, ...join }));
    });
  return (
    <Card className="flex flex-wrap items-end gap-4 p-4">
      <SelectField
        label={t('devices.phone.for')}
        className="w-60"
        value={kind}
        options={KINDS.map((value) => ({
          value,
          label: t(`devices.phone.${value}`),
          hint: t(`devices.phone.${value}.hint`),
        }))}
        onChange={(next) => {
          setKind(next);
          setCode(undefined);
        }}
      />
      <Button
        className="h-8"
        icon={QrCode}
        disabled={!isReachable}
        aria-describedby={isReachable ? undefined : reasonId}
        onClick={create}
      >
        {code === undefined ? t('devices.phone.show') : t('devices.phone.showNew')}
      </Button>
      {access.data !== undefined && !isReachable && (
        <p id={reasonId} className="w-full text-xs text-ink-soft">
          {describeUnreachable(access.data)}
        </p>
      )}
      {code !== undefined && <CodeView code={code} />}
    </Card>
  );
}

function CodeView({ code }: { readonly code: Code }) {
  const left = (code.expiresAtMs ?? 0) - useNow(1_000);
  const text = code.joinUrl ?? code.setupCode;
  if (left <= 0) return <p className="w-full text-sm text-ink-soft">{t('devices.phone.expired')}</p>;
  return (
    <div className="flex w-full flex-wrap items-start gap-4">
      {code.qrDataUrl !== undefined && (
        <img
          src={code.qrDataUrl}
          alt={t('devices.phone.alt')}
          width={220}
          height={220}
          className="rounded-lg bg-[#fff] p-1"
        />
      )}
      <div className="flex min-w-0 flex-1 basis-52 flex-col items-start gap-2 text-sm text-ink-soft">
        <p>{t('devices.phone.scan')}</p>
        <p className="tabular text-xs text-ink-faint">{t('devices.phone.expires', { time: formatRemaining(left) })}</p>
        <Button size="sm" onClick={() => copyText(text)}>
          {code.joinUrl === undefined ? t('devices.phone.copyCode') : t('devices.phone.copyLink')}
        </Button>
      </div>
    </div>
  );
}
