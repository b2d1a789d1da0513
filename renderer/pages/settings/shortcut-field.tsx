// Records a key combination.
import { useState, type KeyboardEvent } from 'react';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { Kbd } from '../../design/kbd.tsx';
import { isMac } from '../../design/key-caps.ts';
import { toAccelerator, toShownKeys } from './accelerator.ts';

interface ShortcutFieldProps {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  /** Empty: none. */
  readonly value: string;
  readonly onChange: (accelerator: string) => void;
}

/** A button that takes the next combination; Escape leaves it as it is. */
export function ShortcutField({ value, onChange, ...control }: ShortcutFieldProps) {
  const [isRecording, setRecording] = useState(false);
  const record = (event: KeyboardEvent): void => {
    if (!isRecording || event.code === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    const accelerator = event.code === 'Escape' ? value : toAccelerator(event, isMac());
    if (accelerator === undefined) return;
    setRecording(false);
    if (accelerator !== value) onChange(accelerator);
  };
  return (
    <>
      <Button
        {...control}
        aria-pressed={isRecording}
        onClick={() => setRecording(!isRecording)}
        onBlur={() => setRecording(false)}
        onKeyDown={record}
        onKeyUp={(event) => isRecording && event.preventDefault()}
      >
        {isRecording ? (
          t('settings.desktop.press')
        ) : value === '' ? (
          t('settings.desktop.choose')
        ) : (
          <Kbd keys={toShownKeys(value)} />
        )}
      </Button>
      {value !== '' && <Button look="quiet" label={t('settings.desktop.remove')} onClick={() => onChange('')} />}
    </>
  );
}
