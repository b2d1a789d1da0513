// The details of a session at the right edge: its settings, when it starts over or is deleted, export, share links, and usage.
import { useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { SessionRow } from '#contract/types/sessions.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../../design/button.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import { TextField } from '../../../design/field.tsx';
import { href, navigate } from '../../../state/route.ts';
import { sessionTitle } from '../../../state/session-list.ts';
import { useServices, useSessionRow } from '../../../state/use-client.ts';
import { DetailsTab } from '../inspector/details-tab.tsx';
import { renameSession } from '../sidebar/session-tasks.ts';
import { LifecycleFields } from './lifecycle-fields.tsx';
import { PersonaField } from './persona-field.tsx';
import { RunSettings } from './run-settings.tsx';
import { SheetActions } from './sheet-actions.tsx';
import { ShareLinks } from './share-links.tsx';
import { sheetStore } from './sheet-store.ts';

const close = (): void => sheetStore.setState({ key: undefined });

/** Closed until a session is chosen, and once that session is gone. */
export function SessionSheet() {
  const { key } = useStore(sheetStore);
  const row = useSessionRow(key);
  if (row === undefined) return null;
  const open = (): void => {
    close();
    navigate(href('sessions', row.key));
  };
  return (
    <Dialog
      open
      onClose={close}
      size="side"
      title={t('sessions.details.title')}
      footer={<Button label={t('sessions.details.openSession')} look="primary" onClick={open} />}
    >
      <div className="flex flex-col gap-7 pb-2">
        <TitleField key={row.key} row={row} />
        {row.archived !== true && (
          <Part title={t('sessions.details.settings')}>
            <RunSettings row={row} />
            <PersonaField key={row.key} row={row} />
          </Part>
        )}
        <Part title={t('sessions.details.lifecycle')}>
          <LifecycleFields key={row.key} row={row} />
        </Part>
        <SheetActions row={row} onClose={close} />
        <ShareLinks key={row.key} row={row} />
        <Part title={t('sessions.details.facts')}>
          <DetailsTab sessionKey={row.key} className="p-0" />
        </Part>
      </div>
    </Dialog>
  );
}

interface PartProps {
  readonly title: string;
  readonly children: ReactNode;
}

function Part({ title, children }: PartProps) {
  return (
    <section className="flex flex-col gap-3">
      <h3 className="text-xs font-medium text-ink-faint">{title}</h3>
      {children}
    </section>
  );
}

/** Saved when it is left. */
function TitleField({ row }: { readonly row: SessionRow }) {
  const services = useServices();
  const [title, setTitle] = useState(sessionTitle(row));
  return (
    <TextField
      label={t('sessions.titleLabel')}
      value={title}
      onChange={setTitle}
      onBlur={() => renameSession(services, row, title)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) renameSession(services, row, title);
      }}
    />
  );
}
