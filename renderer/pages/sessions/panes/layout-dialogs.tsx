// Dialogs about saved layouts: save the current panes, and manage the saved ones.
import { LayoutGrid, Pencil, RefreshCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { t } from '#messages/translate.ts';
import { Button, IconButton } from '../../../design/button.tsx';
import { Dialog, FormDialog } from '../../../design/dialog.tsx';
import { TextField } from '../../../design/field.tsx';
import { EmptyState } from '../../../design/states.tsx';
import { findNamed, isApplied, type SavedLayout } from '../../../state/saved-layouts.ts';
import { useCommand, useServices } from '../../../state/use-client.ts';
import { applySaved, deleteSaved, layoutDialog, saveCurrent, updateSaved } from './layout-actions.ts';

const close = (): void => layoutDialog.setState({ open: undefined });

/** Closed until a command or a menu opens one. */
export function LayoutDialogs() {
  const { layout, savedLayouts } = useServices();
  const open = useStore(layoutDialog, (state) => state.open);
  const hasPanes = useStore(layout, ({ panes }) => panes.length > 0);
  const hasLayouts = useStore(savedLayouts.store, ({ layouts }) => layouts.length > 0);
  useCommand('layout.save', () => layoutDialog.setState({ open: 'save' }), hasPanes);
  useCommand('layout.manage', () => layoutDialog.setState({ open: 'manage' }), hasLayouts);
  if (open === undefined) return null;
  return open === 'save' ? <SaveDialog /> : <ManageDialog />;
}

function SaveDialog() {
  const services = useServices();
  const [name, setName] = useState('');
  const existing = useStore(services.savedLayouts.store, ({ layouts }) => findNamed(layouts, name));
  return (
    <FormDialog
      open
      onClose={close}
      size="sm"
      title={t('layouts.saveTitle')}
      description={t('layouts.saveText')}
      submit={existing === undefined ? t('controls.save') : t('layouts.replace')}
      disabled={name.trim() === ''}
      onSubmit={() => saveCurrent(services, name)}
    >
      <TextField
        label={t('layouts.name')}
        value={name}
        maxLength={80}
        {...(existing === undefined ? {} : { hint: t('layouts.exists') })}
        onChange={setName}
      />
    </FormDialog>
  );
}

function ManageDialog() {
  const { savedLayouts } = useServices();
  const layouts = useStore(savedLayouts.store, (state) => state.layouts);
  return (
    <Dialog open onClose={close} title={t('layouts.title')}>
      {layouts.length === 0 ? (
        <EmptyState icon={LayoutGrid} title={t('layouts.none')} text={t('layouts.noneText')} />
      ) : (
        <ul className="divide-y divide-line">
          {layouts.map((saved) => (
            <LayoutRow key={saved.id} saved={saved} />
          ))}
        </ul>
      )}
    </Dialog>
  );
}

function LayoutRow({ saved }: { readonly saved: SavedLayout }) {
  const services = useServices();
  const { layout } = services;
  const [renaming, setRenaming] = useState(false);
  const applied = useStore(layout, (state) => isApplied(state, saved));
  const hasPanes = useStore(layout, ({ panes }) => panes.length > 0);
  const { name } = saved;
  if (renaming) return <RenameRow saved={saved} onClose={() => setRenaming(false)} />;
  return (
    <li className="flex min-h-12 items-center gap-1.5 py-1.5">
      <div className="min-w-0 flex-1">
        <p className="truncate text-sm text-ink">{name}</p>
        <p className="text-xs text-ink-faint">
          {t(applied ? 'layouts.countCurrent' : 'layouts.count', { count: saved.panes.length })}
        </p>
      </div>
      <IconButton icon={Pencil} label={t('layouts.renameNamed', { name })} onClick={() => setRenaming(true)} />
      {hasPanes && !applied && (
        <IconButton
          icon={RefreshCw}
          label={t('layouts.updateNamed', { name })}
          onClick={() => updateSaved(services, saved)}
        />
      )}
      <IconButton
        icon={Trash2}
        label={t('layouts.deleteNamed', { name })}
        onClick={() => deleteSaved(services, saved)}
      />
      <Button
        size="sm"
        label={t('layouts.apply')}
        disabled={applied}
        onClick={() => {
          close();
          // The dialog returns the focus first.
          setTimeout(() => applySaved(services, saved));
        }}
      />
    </li>
  );
}

function RenameRow({ saved, onClose }: { readonly saved: SavedLayout; readonly onClose: () => void }) {
  const { savedLayouts } = useServices();
  const [name, setName] = useState(saved.name);
  const other = useStore(savedLayouts.store, ({ layouts }) => findNamed(layouts, name));
  const isTaken = other !== undefined && other.id !== saved.id;
  const rename = (event: { preventDefault(): void }): void => {
    event.preventDefault();
    savedLayouts.rename(saved.id, name);
    onClose();
  };
  return (
    <li className="py-1.5">
      <form onSubmit={rename} className="flex items-end gap-2">
        <TextField
          autoFocus
          label={t('layouts.name')}
          value={name}
          maxLength={80}
          className="min-w-0 flex-1"
          {...(isTaken ? { error: t('layouts.taken') } : {})}
          onChange={setName}
        />
        <Button label={t('controls.cancel')} onClick={onClose} />
        <Button type="submit" look="primary" label={t('layouts.rename')} disabled={name.trim() === '' || isTaken} />
      </form>
    </li>
  );
}
