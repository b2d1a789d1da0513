// The form that stores a credential for a host.
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { CREDENTIAL_USES, type CredentialUse } from '#contract/types/outbound.ts';
import { t } from '#messages/translate.ts';
import { FormButton } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { SelectField } from '../../design/select.tsx';
import { useClient } from '../../state/use-client.ts';

const ACCESSES = ['read', 'write'] as const;
type Access = (typeof ACCESSES)[number];

interface Draft {
  readonly use: CredentialUse;
  readonly host: string;
  readonly path: string;
  readonly user: string;
  readonly secret: string;
  readonly access: Access;
}

const EMPTY: Draft = { use: 'git', host: '', path: '/', user: '', secret: '', access: 'read' };

/** The button with its dialog. */
export function NewCredential() {
  const client = useClient();
  const [draft, setDraft] = useState(EMPTY);
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const { use, host, path, user, secret, access } = draft;
  const save = () =>
    client.request('outbound.credentials.set', {
      use,
      host: host.trim(),
      path: path.trim() === '' ? '/' : path.trim(),
      access,
      secret,
      ...(user.trim() === '' ? {} : { user: user.trim() }),
    });
  return (
    <FormButton
      label={t('outbound.credentials.add')}
      icon={Plus}
      title={t('outbound.credentials.title')}
      size="sm"
      submit={t('outbound.credentials.save')}
      disabled={host.trim() === '' || secret === ''}
      onSubmit={save}
      onOpenChange={() => setDraft(EMPTY)}
    >
      <SelectField
        label={t('outbound.credentials.use')}
        value={use}
        options={CREDENTIAL_USES.map((value) => ({ value, label: t(`outbound.credentials.use.${value}`) }))}
        onChange={(value) => change({ use: value })}
      />
      <TextField
        label={t('outbound.credentials.host')}
        hint={t('outbound.credentials.hostHint')}
        value={host}
        onChange={(value) => change({ host: value })}
      />
      <TextField
        label={t('outbound.credentials.path')}
        hint={t('outbound.credentials.pathHint')}
        value={path}
        onChange={(value) => change({ path: value })}
      />
      <TextField
        label={t('outbound.credentials.user')}
        hint={t('outbound.credentials.userHint')}
        value={user}
        autoComplete="off"
        onChange={(value) => change({ user: value })}
      />
      <TextField
        label={t('outbound.credentials.secret')}
        type="password"
        autoComplete="off"
        value={secret}
        onChange={(value) => change({ secret: value })}
      />
      <SelectField
        label={t('outbound.credentials.access')}
        value={access}
        options={ACCESSES.map((value) => ({ value, label: t(`outbound.credentials.access.${value}`) }))}
        onChange={(value) => change({ access: value })}
      />
    </FormButton>
  );
}
