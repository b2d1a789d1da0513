// Moves sessions to a group, an existing one or a new one.
import { useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { SessionRow } from '#contract/types/sessions.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../../design/button.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import { TextField } from '../../../design/field.tsx';
import { RadioList } from '../../../design/radio-list.tsx';
import { useAction } from '../../../design/toasts.ts';
import { useRequest, useServices } from '../../../state/use-client.ts';

/** The sessions that are being moved. */
export const groupStore = createStore<{ readonly rows: readonly SessionRow[] }>(() => ({ rows: [] }));

const NO_GROUP = 'none';
const NEW_GROUP = 'new';
/** Names can contain anything, so the choices are numbered. */
const toChoice = (index: number): string => `group-${index}`;

/** Closed until a session is chosen. */
export function GroupDialog() {
  const { rows } = useStore(groupStore);
  if (rows.length === 0) return null;
  return <Form key={rows[0]?.key} rows={rows} onClose={() => groupStore.setState({ rows: [] })} />;
}

function Form({ rows, onClose }: { readonly rows: readonly SessionRow[]; readonly onClose: () => void }) {
  const { client, sessions } = useServices();
  const listed = useRequest('sessions.groups.list', {}).data?.groups.map(({ name }) => name) ?? [];
  const names = [...new Set([...listed, ...rows.flatMap(({ category }) => category ?? [])])];
  const [category, ...others] = new Set(rows.map((row) => row.category));
  // Nothing is chosen yet if they are in different groups.
  const common = category === undefined ? NO_GROUP : toChoice(names.indexOf(category));
  const current = others.length === 0 ? common : '';
  const [picked, setPicked] = useState<string>();
  const chosen = picked ?? current;
  const [name, setName] = useState('');
  const { busy, run } = useAction(t('sessions.moveFailed'));
  const target = chosen === NEW_GROUP ? name.trim() : names.find((_name, index) => toChoice(index) === chosen);
  const move = async (): Promise<void> => {
    if (target !== undefined && !listed.includes(target))
      await client.request('sessions.groups.put', { names: [...listed, target] });
    await sessions.patchMany(
      rows.map(({ key }) => key),
      { category: target ?? null },
    );
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('sessions.move')}
      description={t('sessions.moveText')}
      footer={
        <Button
          label={t('sessions.moveNow')}
          look="primary"
          busy={busy}
          disabled={chosen === '' || (chosen === NEW_GROUP && target === '')}
          onClick={() => run(move)}
        />
      }
    >
      <RadioList
        label={t('sessions.groupName')}
        value={chosen}
        options={[
          { value: NO_GROUP, label: t('sessions.noGroup') },
          ...names.map((label, index) => ({ value: toChoice(index), label })),
          { value: NEW_GROUP, label: t('sessions.newGroup') },
        ]}
        onChange={setPicked}
      />
      {chosen === NEW_GROUP && (
        <TextField label={t('sessions.groupName')} autoFocus value={name} maxLength={64} onChange={setName} />
      )}
    </Dialog>
  );
}
