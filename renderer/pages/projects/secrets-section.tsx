// Secrets of a project. Their values go to the host and never come back.
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { MIN_SECRET_LENGTH, VARIABLE_PATTERN, type Project, type ProjectSecret } from '#contract/types/projects.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { ConfirmButton, FormDialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { CardList, CardRow, Section } from '../../design/page.tsx';
import { Switch } from '../../design/switch.tsx';
import { SwitchField } from '../../design/switch-field.tsx';
import { attempt } from '../../design/toasts.ts';
import { useClient } from '../../state/use-client.ts';

const NAME = new RegExp(VARIABLE_PATTERN);

/** A list, and a form that adds or replaces a secret. */
export function SecretsSection({ project: { id, defaults } }: { readonly project: Project }) {
  const [editing, setEditing] = useState<string>();
  return (
    <Section
      title={t('projects.secrets')}
      summary={t('projects.secretsText')}
      actions={<Button size="sm" icon={Plus} label={t('projects.addSecret')} onClick={() => setEditing('')} />}
    >
      <CardList
        empty={t('projects.noSecrets')}
        rows={(defaults.secrets ?? []).map((secret) => (
          <SecretRow key={secret.name} id={id} secret={secret} onReplace={() => setEditing(secret.name)} />
        ))}
      />
      {editing !== undefined && <SecretDialog id={id} name={editing} onClose={() => setEditing(undefined)} />}
    </Section>
  );
}

interface SecretRowProps {
  readonly id: string;
  readonly secret: ProjectSecret;
  readonly onReplace: () => void;
}

function SecretRow({ id, secret: { name, inCommands }, onReplace }: SecretRowProps) {
  const client = useClient();
  const allow = (allowed: boolean): void =>
    attempt(t('projects.changeFailed'), () =>
      client.request('projects.secrets.set', { id, name, inCommands: allowed }),
    );
  const remove = (): void =>
    attempt(t('projects.changeFailed'), () => client.request('projects.secrets.remove', { id, name }));
  const title = (
    <span className="inline-flex items-center gap-1.5 font-mono">
      <KeyRound size={13} aria-hidden className="text-ink-faint" />
      {name}
    </span>
  );
  return (
    <CardRow title={title} facts={inCommands ? t('projects.secretInCommands') : t('projects.secretHeld')}>
      <label className="flex items-center gap-2 text-xs text-ink-soft">
        <Switch checked={inCommands} onChange={allow} label={t('projects.allowSecret', { name })} />
        {t('projects.inCommands')}
      </label>
      <Button size="sm" look="quiet" label={t('projects.replaceSecret')} onClick={onReplace} />
      <ConfirmButton
        trigger={<Button size="sm" look="danger-quiet" label={t('controls.delete')} />}
        title={t('projects.deleteSecret', { name })}
        description={t('projects.deleteSecretText')}
        confirmLabel={t('controls.delete')}
        onConfirm={remove}
      />
    </CardRow>
  );
}

interface SecretDialogProps {
  readonly id: string;
  /** Empty for a new one. */
  readonly name: string;
  readonly onClose: () => void;
}

function SecretDialog({ id, name: before, onClose }: SecretDialogProps) {
  const client = useClient();
  const [name, setName] = useState(before);
  const [value, setValue] = useState('');
  const [inCommands, setInCommands] = useState(true);
  const save = () =>
    client.request('projects.secrets.set', { id, name, value, ...(before === '' ? { inCommands } : {}) });
  return (
    <FormDialog
      open
      size="sm"
      onClose={onClose}
      title={before === '' ? t('projects.addSecret') : t('projects.replaceNamed', { name })}
      submit={t('controls.save')}
      disabled={!NAME.test(name) || value.length < MIN_SECRET_LENGTH}
      onSubmit={save}
    >
      {before === '' && (
        <TextField
          label={t('projects.secretName')}
          hint={t('projects.secretNameHint')}
          inputClassName="font-mono"
          value={name}
          onChange={setName}
        />
      )}
      <TextField
        label={t('projects.secretValue')}
        hint={t('projects.secretValueHint', { count: MIN_SECRET_LENGTH })}
        type="password"
        inputClassName="font-mono"
        value={value}
        onChange={setValue}
      />
      {before === '' && (
        <SwitchField label={t('projects.inCommandsLong')} checked={inCommands} onChange={setInCommands} />
      )}
    </FormDialog>
  );
}
