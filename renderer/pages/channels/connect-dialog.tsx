// The guided connection of a network: what to do on its side, and the settings that it needs.
import { useState } from 'react';
import type { ChannelField } from '#contract/types/channels.ts';
import { t } from '#messages/translate.ts';
import { FormDialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { SelectField } from '../../design/select.tsx';
import { useClient } from '../../state/use-client.ts';
import { Markdown } from '../sessions/markdown/markdown.tsx';
import type { AccountView } from './accounts.ts';

interface ConnectDialogProps {
  readonly account: AccountView;
  readonly onClose: () => void;
  readonly onConnected: () => void;
}

/** Values by field. A secret that is left empty stays as it is. */
type Values = Readonly<Record<string, string>>;

/** The dialog. Secrets are never shown again. */
export function ConnectDialog({ account, onClose, onConnected }: ConnectDialogProps) {
  const client = useClient();
  const [values, setValues] = useState<Values>({});
  const { kind, id, title } = account;
  const steps = kind.steps.map((step, at) => `${at + 1}. ${step}`).join('\n');
  const isMissing = kind.fields.some((field) => isRequired(field, account) && (values[field.name] ?? '').trim() === '');
  const submit = async () => {
    const given = kind.fields.flatMap((field) => {
      const value = values[field.name]?.trim();
      return value === undefined || value === '' ? [] : [{ field, value }];
    });
    const pick = (isSecret: boolean) =>
      Object.fromEntries(
        given
          .filter(({ field }) => (field.isSecret === true) === isSecret)
          .map(({ field, value }) => [field.name, value]),
      );
    await client.request('channels.connect', { channel: id, options: pick(false), secrets: pick(true) });
    onConnected();
    // The next dialog takes its place.
    return false;
  };
  return (
    <FormDialog
      open
      onClose={onClose}
      size="md"
      title={t('channels.connectName', { name: title })}
      submit={account.isSetUp ? t('channels.save') : t('channels.connect')}
      disabled={isMissing}
      onSubmit={submit}
    >
      {steps !== '' && (
        <div className="text-sm text-ink-soft">
          <Markdown text={steps} live={false} />
        </div>
      )}
      {kind.warning !== undefined && <p className="rounded-md bg-warn-soft p-3 text-sm text-ink">{kind.warning}</p>}
      {kind.fields.map((field) => (
        <FieldInput
          key={field.name}
          field={field}
          account={account}
          value={values[field.name] ?? ''}
          onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
        />
      ))}
    </FormDialog>
  );
}

interface FieldInputProps {
  readonly field: ChannelField;
  readonly account: AccountView;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function FieldInput({ field, account, value, onChange }: FieldInputProps) {
  const { title, help, choices, isSecret, variable } = field;
  const [first] = choices ?? [];
  if (choices !== undefined && first !== undefined)
    return (
      <SelectField
        label={title}
        hint={help}
        options={choices.map((choice) => ({ value: choice.value, label: choice.title }))}
        value={value === '' ? first.value : value}
        onChange={onChange}
      />
    );
  const isFromEnvironment = account.kind.fromEnvironment.includes(field.name);
  const known = isSet(field, account)
    ? t('channels.field.set')
    : isFromEnvironment
      ? t('channels.field.environment', { name: variable ?? '' })
      : undefined;
  return (
    <TextField
      label={field.isOptional === true ? t('channels.field.optional', { title }) : title}
      hint={known === undefined ? help : `${help} ${known}`}
      type={isSecret === true ? 'password' : 'text'}
      autoComplete="off"
      value={value}
      onChange={onChange}
    />
  );
}

function isSet({ name }: ChannelField, { id, kind }: AccountView): boolean {
  return kind.accounts.find((one) => one.id === id)?.set.includes(name) === true;
}

function isRequired(field: ChannelField, account: AccountView): boolean {
  return (
    field.isOptional !== true &&
    field.choices === undefined &&
    !isSet(field, account) &&
    !account.kind.fromEnvironment.includes(field.name)
  );
}
