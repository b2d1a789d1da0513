// The long pasted texts of a draft, as chips. A click opens one to read and edit it.
import { ClipboardList, X } from 'lucide-react';
import { useState } from 'react';
import { t } from '#messages/translate.ts';
import { FormDialog } from '../../../design/dialog.tsx';
import { countLines } from './pastes.ts';

interface PasteStripProps {
  readonly pastes: readonly string[];
  readonly onChange: (pastes: readonly string[]) => void;
}

/** Empty without pasted texts. */
export function PasteStrip({ pastes, onChange }: PasteStripProps) {
  const [open, setOpen] = useState<number | undefined>();
  const opened = open === undefined ? undefined : pastes[open];
  if (pastes.length === 0) return null;
  return (
    <>
      <ul aria-label={t('composer.pasted')} className="flex flex-wrap gap-2 px-3.5 pt-3">
        {pastes.map((text, index) => (
          <li key={index} className="flex items-center rounded-md border border-line bg-sunken text-xs text-ink">
            <button
              type="button"
              onClick={() => setOpen(index)}
              className="flex items-center gap-1.5 rounded-s-md py-1.5 ps-2 hover:text-accent-ink"
            >
              <ClipboardList size={13} aria-hidden className="shrink-0 text-ink-faint" />
              {t('composer.pastedText', { count: countLines(text) })}
            </button>
            <button
              type="button"
              aria-label={t('composer.removePasted', { number: index + 1 })}
              onClick={() => onChange(pastes.toSpliced(index, 1))}
              className="flex size-6.5 items-center justify-center rounded-e-md text-ink-faint hover:text-ink"
            >
              <X size={12} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      {open !== undefined && opened !== undefined && (
        <PasteDialog
          text={opened}
          onClose={() => setOpen(undefined)}
          onSave={(text) => onChange(text === '' ? pastes.toSpliced(open, 1) : pastes.with(open, text))}
        />
      )}
    </>
  );
}

interface PasteDialogProps {
  readonly text: string;
  readonly onClose: () => void;
  readonly onSave: (text: string) => void;
}

function PasteDialog({ text, onClose, onSave }: PasteDialogProps) {
  const [edited, setEdited] = useState(text);
  return (
    <FormDialog
      open
      onClose={onClose}
      title={t('composer.pastedTitle')}
      description={t('composer.pastedHint')}
      size="lg"
      submit={t('controls.save')}
      onSubmit={() => onSave(edited)}
    >
      <textarea
        aria-label={t('composer.pastedTitle')}
        dir="auto"
        spellCheck={false}
        value={edited}
        onChange={(event) => setEdited(event.target.value)}
        className="block h-[45vh] w-full resize-none rounded-md border border-line bg-sunken p-3 font-mono text-xs text-ink outline-none focus:border-accent"
      />
    </FormDialog>
  );
}
