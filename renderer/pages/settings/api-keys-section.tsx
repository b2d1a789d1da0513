// API keys for other programs. A key is shown once.
import { Copy, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { MethodParams } from '#contract/methods/registry.ts';
import type { ApiKeyRow } from '#contract/types/api-keys.ts';
import { formatAgo } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { describeScopes } from '../../access/access-text.ts';
import { Badge } from '../../design/badge.tsx';
import { Button, IconButton } from '../../design/button.tsx';
import { copyText } from '../../design/copy-button.tsx';
import { ConfirmButton, Dialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { CardList, CardRow, Section } from '../../design/page.tsx';
import { RequestStatus } from '../../design/states.tsx';
import { SelectField } from '../../design/select.tsx';
import { Text } from '../../design/text.tsx';
import { attempt } from '../../design/toasts.ts';
import { useNow } from '../../design/use-now.ts';
import { useClient, useRequest } from '../../state/use-client.ts';
import { findCreator, orderByCreator } from './api-key-rows.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const ACCESSES = ['read', 'write', 'admin'] as const;
type Access = (typeof ACCESSES)[number];
const SCOPES: Readonly<Record<Access, MethodParams<'apiKeys.create'>['scopes']>> = {
  read: ['operator.read'],
  write: ['operator.read', 'operator.write'],
  admin: ['operator.admin'],
};
const LIFETIMES = ['30', '90', '365', 'never'] as const;
type Lifetime = (typeof LIFETIMES)[number];

/** Settings, API keys. */
export function ApiKeysSection() {
  const read = useRequest('apiKeys.list', {}, ['settings.changed']);
  const keys = orderByCreator(read.data?.keys.filter(({ revokedAtMs }) => revokedAtMs === undefined) ?? []);
  const empty = (
    <>
      <p>{t('apiKeys.none')}</p>
      <p className="mt-1 text-xs text-ink-faint">
        <Text
          id="apiKeys.noneText"
          values={{ url: `${location.origin}/v1` }}
          tags={{ code: (url) => <code>{url}</code> }}
        />
      </p>
    </>
  );
  return (
    <Section title={t('apiKeys.title')} summary={t('apiKeys.summary')} actions={<NewKey onDone={read.reload} />}>
      <RequestStatus read={read} rows={2} loading={t('apiKeys.loading')} failed={t('apiKeys.loadFailed')} />
      {read.data !== undefined && (
        <CardList
          rows={keys.map((key) => (
            <KeyRow key={key.id} record={key} creator={findCreator(keys, key)} onDone={read.reload} />
          ))}
          empty={empty}
        />
      )}
    </Section>
  );
}

interface KeyRowProps {
  readonly record: ApiKeyRow;
  /** Name of the key that created it. */
  readonly creator: string | undefined;
  readonly onDone: () => void;
}

function KeyRow({ record, creator, onDone }: KeyRowProps) {
  const { id, name, prefix, scopes, perMinute, lastUsedAtMs, expiresAtMs = Infinity } = record;
  const client = useClient();
  const now = useNow(MINUTE_MS);
  const revoke = () =>
    attempt(t('apiKeys.revokeFailed'), async () => {
      await client.request('apiKeys.revoke', { id });
      onDone();
    });
  const used =
    lastUsedAtMs === undefined ? t('apiKeys.neverUsed') : t('apiKeys.lastUsed', { time: formatAgo(lastUsedAtMs, now) });
  return (
    <CardRow
      title={
        <>
          {name} <code className="text-xs font-normal text-ink-faint">{prefix}…</code>
        </>
      }
      facts={t('apiKeys.facts', { scopes: describeScopes(scopes), limit: perMinute, used })}
    >
      {creator !== undefined && <Badge>{t('apiKeys.createdBy', { name: creator })}</Badge>}
      {expiresAtMs <= now && <Badge tone="warn">{t('apiKeys.expired')}</Badge>}
      <ConfirmButton
        trigger={<IconButton icon={Trash2} label={t('apiKeys.revoke', { name })} />}
        title={t('apiKeys.revokeTitle', { name })}
        description={t('apiKeys.revokeText')}
        confirmLabel={t('apiKeys.revokeKey')}
        onConfirm={revoke}
      />
    </CardRow>
  );
}

function NewKey({ onDone }: { readonly onDone: () => void }) {
  const client = useClient();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [access, setAccess] = useState<Access>('write');
  const [lifetime, setLifetime] = useState<Lifetime>('90');
  const [created, setCreated] = useState('');
  const close = () => {
    setOpen(false);
    setName('');
    setCreated('');
  };
  const create = () =>
    attempt(t('apiKeys.createFailed'), async () => {
      const expiry = lifetime === 'never' ? {} : { expiresInMs: Number(lifetime) * DAY_MS };
      const { key } = await client.request('apiKeys.create', { name: name.trim(), scopes: SCOPES[access], ...expiry });
      setCreated(key);
      onDone();
    });
  const footer =
    created === '' ? (
      <>
        <Button label={t('controls.cancel')} onClick={close} />
        <Button label={t('apiKeys.create')} look="primary" disabled={name.trim() === ''} onClick={create} />
      </>
    ) : (
      <Button label={t('apiKeys.done')} look="primary" onClick={close} />
    );
  return (
    <>
      <Button label={t('apiKeys.new')} size="sm" icon={Plus} onClick={() => setOpen(true)} />
      <Dialog open={open} onClose={close} title={t('apiKeys.newTitle')} size="sm" footer={footer}>
        {created === '' ? (
          <div className="flex flex-col gap-4">
            <TextField
              label={t('apiKeys.name')}
              hint={t('apiKeys.nameHint')}
              autoFocus
              maxLength={100}
              value={name}
              onChange={setName}
            />
            <SelectField
              label={t('apiKeys.scope')}
              value={access}
              options={ACCESSES.map(toAccessOption)}
              onChange={setAccess}
            />
            <SelectField
              label={t('apiKeys.expires')}
              value={lifetime}
              options={LIFETIMES.map(toLifetimeOption)}
              onChange={setLifetime}
            />
          </div>
        ) : (
          <div className="flex flex-col items-start gap-3 text-sm text-ink-soft">
            <p>{t('apiKeys.copyNow')}</p>
            <code className="w-full rounded-md bg-hover p-2 text-xs wrap-anywhere text-ink">{created}</code>
            <Button label={t('controls.copy')} size="sm" icon={Copy} onClick={() => copyText(created)} />
          </div>
        )}
      </Dialog>
    </>
  );
}

function toAccessOption(value: Access) {
  return { value, label: t(`apiKeys.scope.${value}`), hint: t(`apiKeys.scope.${value}.hint`) };
}

function toLifetimeOption(value: Lifetime) {
  const label = value === 'never' ? t('apiKeys.expires.never') : t('time.days', { count: Number(value) });
  return { value, label };
}
