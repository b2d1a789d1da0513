// The controls of the settings form, by the kind of the key.
import { Plus, X } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { isJsonObject } from '#contract/types/json-object.ts';
import { t } from '#messages/translate.ts';
import { IconButton } from '../../../design/button.tsx';
import { TextArea, TextInput } from '../../../design/field.tsx';
import { Select } from '../../../design/select.tsx';
import { Switch } from '../../../design/switch.tsx';
import { isComposing } from '../../../state/key-match.ts';
import { checkString, checkText, parseText } from './check-value.ts';
import type { ConfigField } from './config-fields.ts';

/** Properties of a control. */
export interface ControlProps {
  readonly field: ConfigField;
  readonly id: string;
  readonly describedBy: string;
  readonly value: unknown;
  readonly busy: boolean;
  /** Whether the value was saved. */
  readonly onSave: (value: unknown) => Promise<boolean>;
}

/** The control of a key that isn't a group or a map. */
export function ConfigControl(props: ControlProps) {
  const { field, id, describedBy, value, busy, onSave } = props;
  const aria = { id, 'aria-describedby': describedBy };
  if (field.kind === 'switch')
    return <Switch {...aria} checked={value === true} disabled={busy} onChange={(on) => void onSave(on)} />;
  if (field.kind === 'choice') {
    const choices = Array.isArray(field.schema['enum']) ? field.schema['enum'].map(String) : [];
    return (
      <Select
        {...aria}
        className="w-60"
        disabled={busy}
        options={choices.map((choice) => ({ value: choice, label: choice }))}
        value={typeof value === 'string' ? value : ''}
        onChange={(choice) => void onSave(choice)}
      />
    );
  }
  if (field.kind === 'list') return <ListControl {...props} />;
  return <TextControl key={JSON.stringify(value)} {...props} />;
}

/** Is saved when it loses the focus or with Enter; Escape restores the value. What can't be saved stays in the field. */
function TextControl({ field, id, describedBy, value, busy, onSave }: ControlProps) {
  const isSecret = field.kind === 'secret';
  const saved = isSecret ? '' : toText(field, value);
  const [draft, setDraft] = useState(saved);
  const isChanged = draft !== saved;
  const problem = isChanged ? checkText(field, draft) : undefined;
  const save = (): void => {
    if (isChanged && problem === undefined && !busy) void onSave(parseText(field, draft));
  };
  const isLong = field.kind === 'json' || Number(field.schema['maxLength'] ?? 0) >= 10_000;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isComposing(event.nativeEvent)) return;
    if (event.key === 'Enter' && (!isLong || event.ctrlKey || event.metaKey)) save();
    else if (event.key === 'Escape' && isChanged) setDraft(saved);
    else return;
    event.stopPropagation();
  };
  const control = {
    id,
    'aria-describedby': describedBy,
    'aria-invalid': problem !== undefined || undefined,
    value: draft,
    onBlur: save,
    onKeyDown,
  };
  const sample = field.schema['x-sample'];
  const placeholder =
    isSecret && value !== undefined ? t('configuration.secretStored') : typeof sample === 'string' ? sample : '';
  return (
    <span className="flex w-60 flex-col gap-1 max-md:w-full">
      {isLong ? (
        <TextArea {...control} rows={3} onChange={(event) => setDraft(event.currentTarget.value)} />
      ) : (
        <TextInput
          {...control}
          type={isSecret ? 'password' : 'text'}
          inputMode={field.kind === 'number' ? 'decimal' : undefined}
          placeholder={placeholder}
          onChange={(event) => setDraft(event.currentTarget.value)}
        />
      )}
      {problem !== undefined && (
        <span role="status" className="text-xs text-bad">
          {problem}
        </span>
      )}
    </span>
  );
}

function toText({ kind }: ConfigField, value: unknown): string {
  if (value === undefined || value === null) return '';
  return kind === 'json' ? JSON.stringify(value, null, 2) : String(value);
}

/** The items, each with a button that removes it, and a field that adds one. */
function ListControl({ field, id, describedBy, value, busy, onSave }: ControlProps) {
  const [draft, setDraft] = useState('');
  const items = Array.isArray(value) ? value.map(String) : [];
  const schema = isJsonObject(field.schema['items']) ? field.schema['items'] : {};
  const problem = draft === '' ? undefined : checkString(schema, draft);
  const isFull = items.length >= Number(field.schema['maxItems'] ?? Infinity);
  const add = async (): Promise<void> => {
    if (draft === '' || problem !== undefined || isFull || busy) return;
    if (items.includes(draft) || (await onSave([...items, draft]))) setDraft('');
  };
  return (
    <span className="flex w-60 flex-col gap-1 max-md:w-full">
      {items.length > 0 && (
        <ul className="flex flex-col gap-0.5" aria-label={field.title}>
          {items.map((item) => (
            <li key={item} className="flex items-center gap-1 rounded-sm bg-sunken ps-2 text-xs">
              <span className="min-w-0 flex-1 py-1 wrap-anywhere">{item}</span>
              <IconButton
                icon={X}
                size="xs"
                disabled={busy}
                label={t('configuration.list.remove', { item })}
                onClick={() => void onSave(items.filter((one) => one !== item))}
              />
            </li>
          ))}
        </ul>
      )}
      <span className="flex items-center gap-1">
        <TextInput
          id={id}
          aria-describedby={describedBy}
          aria-invalid={problem !== undefined || undefined}
          value={draft}
          disabled={isFull}
          placeholder={t('configuration.list.add')}
          onChange={(event) => setDraft(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !isComposing(event.nativeEvent)) void add();
          }}
        />
        <IconButton
          icon={Plus}
          label={t('configuration.list.addTo', { setting: field.title })}
          disabled={draft === '' || problem !== undefined || busy}
          onClick={() => void add()}
        />
      </span>
      {problem !== undefined && (
        <span role="status" className="text-xs text-bad">
          {problem}
        </span>
      )}
    </span>
  );
}
