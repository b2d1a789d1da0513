// API keys for other programs. A key is shown once.
import { Copy, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { ApiKeyRow } from '#contract/types/api-keys.ts';
import type { MethodParams } from '#contract/methods/registry.ts';
import { formatAgo } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { copyText } from '../../design/copy-button.tsx';
import { Text } from '../../design/text.tsx';
import { describeScopes } from '../../access/scope-text.ts';
import { Badge } from '../../design/badge.tsx';
import { Button, IconButton } from '../../design/button.tsx';
import { ConfirmButton, Dialog } from '../../design/dialog.tsx';
import { Field, TextField } from '../../design/field.tsx';
import { Card, Section } from '../../design/page.tsx';
import { Select, type SelectOption } from '../../design/select.tsx';
import { RequestStatus } from '../../design/request-status.tsx';
import { attempt } from '../../design/toasts.ts';
import { useNow } from '../../design/use-now.ts';
import { useClient, useRequest } from '../../state/use-client.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

type Access = 'read' | 'write' | 'admin';
type Scopes = MethodParams<'apiKeys.create'>['scopes'];

const ACCESSES = ['read', 'write', 'admin'] as const satisfies readonly Access[];
const SCOPES: Readonly<Record<Access, Scopes>> = {
  read: ['operator.read'],
  write: ['operator.read', 'operator.write'],
  admin: ['operator.admin'],
};
const LIFETIMES = ['30', '90', '365', 'never'] as const;
type Lifetime = (typeof LIFETIMES)[number];

function accessOptions(): readonly SelectOption<Access>[] {
  return ACCESSES.map((value) => ({
    value,
    label: t(`apiKeys.scope.${value}`),
    hint: t(`apiKeys.scope.${value}.hint`),
  }));
}

function lifetimeOptions(): readonly SelectOption<Lifetime>[] {
  return LIFETIMES.map((value) => ({
    value,
    label: value === 'never' ? t('apiKeys.expires.never') : t('apiKeys.expires.days', { count: Number(value) }),
  }));
}

/** Settings, API keys. */
export function ApiKeysSection() {
  const read = useRequest('apiKeys.list', {}, ['settings.changed']);
  const keys = read.data?.keys.filter(({ revokedAtMs }) => revokedAtMs === undefined) ?? [];
  return (
    <Section
      title={t('apiKeys.title')}
      summary={t('apiKeys.summary')}
      actions={<NewKey onDone={() => void read.reload()} />}
    >
      <RequestStatus read={read} rows={2} loading={t('apiKeys.loading')} failed={t('apiKeys.loadFailed')} />
      {read.data !== undefined && (
        <Card>
          {keys.length === 0 ? (
            <div className="p-4 text-sm text-ink-soft">
              <p>{t('apiKeys.none')}</p>
              <p className="mt-1 text-xs text-ink-faint">
                <Text
                  id="apiKeys.noneText"
                  values={{ url: `${location.origin}/v1` }}
                  tags={{ code: (url) => <code>{url}</code> }}
                />
              </p>
            </div>
          ) : (
            <ul>
              {keys.map((key) => (
                <KeyRow key={key.id} record={key} onDone={() => void read.reload()} />
              ))}
            </ul>
          )}
        </Card>
      )}
    </Section>
  );
}

function KeyRow({ record, onDone }: { readonly record: ApiKeyRow; readonly onDone: () => void }) {
  const client = useClient();
  const now = useNow(MINUTE_MS);
  const revoke = () =>
    attempt(t('apiKeys.revokeFailed'), async () => {
      await client.request('apiKeys.revoke', { id: record.id });
      onDone();
    });
  const used =
    record.lastUsedAtMs === undefined
      ? t('apiKeys.neverUsed')
      : t('apiKeys.lastUsed', { time: formatAgo(record.lastUsedAtMs, now) });
  const isExpired = record.expiresAtMs !== undefined && record.expiresAtMs <= now;
  return (
    <li className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-3 last:border-b-0">
      <div className="min-w-0 flex-1 basis-60">
        <p className="text-sm font-medium text-ink">
          {record.name} <code className="text-xs font-normal text-ink-faint">{record.prefix}…</code>
        </p>
        <p className="text-xs text-ink-faint">
          {t('apiKeys.facts', { scopes: describeScopes(record.scopes), limit: record.perMinute, used })}
        </p>
      </div>
      {isExpired && <Badge tone="warn">{t('apiKeys.expired')}</Badge>}
      <ConfirmButton
        trigger={<IconButton icon={Trash2} label={t('apiKeys.revoke', { name: record.name })} />}
        title={t('apiKeys.revokeTitle', { name: record.name })}
        description={t('apiKeys.revokeText')}
        confirmLabel={t('apiKeys.revokeKey')}
        onConfirm={revoke}
      />
    </li>
  );
}

function NewKey({ onDone }: { readonly onDone: () => void }) {
  const client = useClient();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [access, setAccess] = useState<Access>('write');
  const [lifetime, setLifetime] = useState<Lifetime>('90');
  const [made, setMade] = useState('');
  const close = () => {
    setOpen(false);
    setName('');
    setMade('');
  };
  const create = () =>
    attempt(t('apiKeys.createFailed'), async () => {
      const expiry = lifetime === 'never' ? {} : { expiresInMs: Number(lifetime) * DAY_MS };
      const { key } = await client.request('apiKeys.create', { name: name.trim(), scopes: SCOPES[access], ...expiry });
      setMade(key);
      onDone();
    });
  const footer =
    made === '' ? (
      <>
        <Button onClick={close}>{t('controls.cancel')}</Button>
        <Button label={t('apiKeys.create')} look="primary" disabled={name.trim() === ''} onClick={create} />
      </>
    ) : (
      <Button label={t('apiKeys.done')} look="primary" onClick={close} />
    );
  return (
    <>
      <Button label={t('apiKeys.new')} size="sm" icon={Plus} onClick={() => setOpen(true)} />
      <Dialog open={open} onClose={close} title={t('apiKeys.newTitle')} size="sm" footer={footer}>
        {made === '' ? (
          <div className="flex flex-col gap-4">
            <TextField
              label={t('apiKeys.name')}
              hint={t('apiKeys.nameHint')}
              autoFocus
              maxLength={100}
              value={name}
              onChange={setName}
            />
            <Field label={t('apiKeys.scope')}>
              {(control) => <Select {...control} value={access} options={accessOptions()} onChange={setAccess} />}
            </Field>
            <Field label={t('apiKeys.expires')}>
              {(control) => <Select {...control} value={lifetime} options={lifetimeOptions()} onChange={setLifetime} />}
            </Field>
          </div>
        ) : (
          <KeyText text={made} />
        )}
      </Dialog>
    </>
  );
}

function KeyText({ text }: { readonly text: string }) {
  return (
    <div className="flex flex-col items-start gap-3 text-sm text-ink-soft">
      <p>{t('apiKeys.copyNow')}</p>
      <code className="w-full rounded-md bg-hover p-2 text-xs wrap-anywhere text-ink">{text}</code>
      <Button label={t('apiKeys.copy')} size="sm" icon={Copy} onClick={() => copyText(text)} />
    </div>
  );
}
