// Edits a text in place: Mod+Enter confirms, Escape cancels.
import { useState } from 'react';
import { t } from '#messages/translate.ts';
import { Button } from '../../../design/button.tsx';
import { TextArea } from '../../../design/field.tsx';
import { isComposing } from '../../../state/key-match.ts';

interface EditMessageProps {
  readonly text: string;
  readonly label: string;
  readonly confirm: string;
  readonly onConfirm: (text: string) => void;
  /** Called after a confirmation, and on Cancel. */
  readonly onClose: () => void;
}

/** Takes the focus when it appears. */
export function EditMessage({ text, label, confirm, onConfirm, onClose }: EditMessageProps) {
  const [value, setValue] = useState(text);
  const send = (): void => {
    if (value.trim() === '') return;
    onClose();
    onConfirm(value.trim());
  };
  return (
    <div className="w-full max-w-[85%]">
      <TextArea
        autoFocus
        aria-label={label}
        value={value}
        rows={Math.min(12, Math.max(2, value.split('\n').length))}
        onChange={(event) => setValue(event.target.value)}
        onKeyDown={(event) => {
          if (isComposing(event.nativeEvent)) return;
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
          else if (event.key === 'Escape') onClose();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
        className="text-read"
      />
      <div className="mt-1.5 flex justify-end gap-2">
        <Button label={t('controls.cancel')} size="sm" onClick={onClose} />
        <Button label={confirm} size="sm" look="primary" disabled={value.trim() === ''} onClick={send} />
      </div>
    </div>
  );
}
