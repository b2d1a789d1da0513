// Chooses the port of a preview: one that a server listens on, or one that is typed.
import { AppWindow } from 'lucide-react';
import { useState } from 'react';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { Field, TextInput } from '../../design/field.tsx';
import { RequestStatus } from '../../design/states.tsx';
import { useRequest } from '../../state/use-client.ts';

const MAX_PORT = 65_535;

interface PortChooserProps {
  readonly sessionKey: string;
  readonly onOpen: (port: number) => void;
}

/** The ports in use, and a field for others. */
export function PortChooser({ sessionKey, onOpen }: PortChooserProps) {
  const read = useRequest('preview.ports', { sessionKey });
  const [text, setText] = useState('');
  const port = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0;
  const isValid = port >= 1 && port <= MAX_PORT;
  return (
    <div className="mx-auto flex w-full max-w-96 flex-col gap-5 overflow-y-auto p-5">
      <div>
        <h2 className="text-base font-semibold">{t('preview.choose')}</h2>
        <p className="mt-1 text-sm text-ink-soft">{t('preview.chooseText')}</p>
      </div>
      {read.data === undefined ? (
        <RequestStatus read={read} rows={2} loading={t('preview.loadingPorts')} failed={t('preview.portsFailed')} />
      ) : read.data.ports.length === 0 ? (
        <p className="text-sm text-ink-soft">{t('preview.noPorts')}</p>
      ) : (
        <ul aria-label={t('preview.ports')} className="flex flex-col gap-1.5">
          {read.data.ports.map((entry) => (
            <li key={entry.port}>
              <Button icon={AppWindow} className="w-full justify-start" onClick={() => onOpen(entry.port)}>
                {t('preview.openPort', { port: String(entry.port) })}
                {entry.program !== undefined && <span className="text-ink-faint">{entry.program}</span>}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <form
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (isValid) onOpen(port);
        }}
      >
        <Field label={t('preview.port')} className="flex-1">
          {(control) => (
            <TextInput {...control} value={text} onChange={({ target }) => setText(target.value)} inputMode="numeric" />
          )}
        </Field>
        <Button label={t('preview.open')} look="primary" type="submit" disabled={!isValid} />
      </form>
    </div>
  );
}
