// API keys: what other programs come in with. A key's text is shown once.
import { Copy, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { ApiKeyRow } from '#contract/types/api-keys.ts';
import type { MethodParams } from '#contract/methods/registry.ts';
import { formatAgo } from '#messages/format.ts';
import { describeScopes } from '../../access/scope-text.ts';
import { Badge } from '../../design/badge.tsx';
import { Button, IconButton } from '../../design/button.tsx';
import { ConfirmDialog, Dialog } from '../../design/dialog.tsx';
import { Field, TextInput } from '../../design/field.tsx';
import { Card, Section } from '../../design/page.tsx';
import { Select } from '../../design/select.tsx';
import { ErrorNote, SkeletonLines } from '../../design/states.tsx';
import { toast, toastError } from '../../design/toasts.ts';
import { useNow } from '../../design/use-now.ts';
import { useClient, useRequest } from '../../state/use-client.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

type Access = 'read' | 'write' | 'admin';
type Scopes = MethodParams<'apiKeys.create'>['scopes'];

const ACCESSES = [
  { value: 'read', label: 'Read', hint: 'Sessions, metrics, models' },
  { value: 'write', label: 'Use agents', hint: 'Send messages, the OpenAI-compatible API' },
  { value: 'admin', label: 'Everything', hint: 'Settings and files too' },
] as const;
const SCOPES: Readonly<Record<Access, Scopes>> = {
  read: ['operator.read'],
  write: ['operator.read', 'operator.write'],
  admin: ['operator.admin'],
};
const LIVES = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
  { value: 'ever', label: 'Until revoked' },
] as const;
type Life = (typeof LIVES)[number]['value'];

/** Settings, API keys. */
export function ApiKeysSection() {
  const read = useRequest('apiKeys.list', {}, ['settings.changed']);
  const keys = read.data?.keys.filter(({ revokedAtMs }) => revokedAtMs === undefined) ?? [];
  return (
    <Section
      title="API keys"
      summary="What programs of yours come in with. Each has its own rights and limit."
      actions={<NewKey onDone={() => void read.reload()} />}
    >
      {read.status === 'loading' && <SkeletonLines count={2} label="Loading keys" />}
      {read.status === 'error' && (
        <ErrorNote title="Keys could not be read" message={read.error.message} onRetry={() => void read.reload()} />
      )}
      {read.data !== undefined && (
        <Card>
          {keys.length === 0 ? (
            <div className="p-4 text-sm text-ink-soft">
              <p>No program has a key.</p>
              <p className="mt-1 text-xs text-ink-faint">
                With one, a program uses an agent as a model, at <code>{location.origin}/v1</code>, or speaks to the
                gateway itself. How, stands under Gateway.
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
  const [asking, setAsking] = useState(false);
  const revoke = async () => {
    try {
      await client.request('apiKeys.revoke', { id: record.id });
      onDone();
    } catch (cause) {
      toastError('The key was not revoked', cause);
    }
  };
  const used = record.lastUsedAtMs === undefined ? 'never used' : `last used: ${formatAgo(record.lastUsedAtMs, now)}`;
  const isOver = record.expiresAtMs !== undefined && record.expiresAtMs <= now;
  return (
    <li className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-3 last:border-b-0">
      <div className="min-w-0 flex-1 basis-60">
        <p className="text-sm font-medium text-ink">
          {record.name} <code className="text-xs font-normal text-ink-faint">{record.prefix}…</code>
        </p>
        <p className="text-xs text-ink-faint">
          {describeScopes(record.scopes)} · {record.perMinute} per minute · {used}
        </p>
      </div>
      {isOver && <Badge tone="warn">over</Badge>}
      <IconButton label={`Revoke ${record.name}`} onClick={() => setAsking(true)}>
        <Trash2 size={14} aria-hidden />
      </IconButton>
      <ConfirmDialog
        open={asking}
        title={`Revoke ${record.name}?`}
        description="Programs with this key are cut off at once. It cannot be taken back."
        confirmLabel="Revoke key"
        onConfirm={() => void revoke()}
        onClose={() => setAsking(false)}
      />
    </li>
  );
}

function NewKey({ onDone }: { readonly onDone: () => void }) {
  const client = useClient();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [access, setAccess] = useState<Access>('write');
  const [life, setLife] = useState<Life>('90');
  const [made, setMade] = useState('');
  const close = () => {
    setOpen(false);
    setName('');
    setMade('');
  };
  const create = async () => {
    try {
      const expiry = life === 'ever' ? {} : { expiresInMs: Number(life) * DAY_MS };
      const { key } = await client.request('apiKeys.create', { name: name.trim(), scopes: SCOPES[access], ...expiry });
      setMade(key);
      onDone();
    } catch (cause) {
      toastError('No key was made', cause);
    }
  };
  const footer =
    made === '' ? (
      <>
        <Button onClick={close}>Cancel</Button>
        <Button look="primary" disabled={name.trim() === ''} onClick={() => void create()}>
          Make key
        </Button>
      </>
    ) : (
      <Button look="primary" onClick={close}>
        Done
      </Button>
    );
  return (
    <>
      <Button size="sm" icon={<Plus size={13} aria-hidden />} onClick={() => setOpen(true)}>
        New key
      </Button>
      <Dialog open={open} onClose={close} title="New API key" size="sm" footer={footer}>
        {made === '' ? (
          <div className="flex flex-col gap-4">
            <Field label="Name" hint="The program that gets it.">
              {(control) => (
                <TextInput
                  {...control}
                  autoFocus
                  maxLength={100}
                  value={name}
                  onChange={(event) => setName(event.target.value)}
                />
              )}
            </Field>
            <Field label="May">
              {(control) => <Select {...control} value={access} options={ACCESSES} onChange={setAccess} />}
            </Field>
            <Field label="Holds for">
              {(control) => <Select {...control} value={life} options={LIVES} onChange={setLife} />}
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
      <p>Copy it now: it is shown this once and kept nowhere.</p>
      <code className="w-full rounded-md bg-hover p-2 text-xs wrap-anywhere text-ink">{text}</code>
      <Button
        size="sm"
        icon={<Copy size={13} aria-hidden />}
        onClick={() => void navigator.clipboard.writeText(text).then(() => toast({ title: 'Copied' }))}
      >
        Copy
      </Button>
    </div>
  );
}
