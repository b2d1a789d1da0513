// A command with its keys: record others, add, remove, reset; conflicts below.
import { Plus, RotateCcw, TriangleAlert, X } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { formatList } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button, IconButton } from '../../design/button.tsx';
import { Kbd } from '../../design/kbd.tsx';
import { isMac, keyCaps } from '../../design/key-caps.ts';
import { isUsable } from '../../state/key-conflicts.ts';
import { isComposing, toKeys } from '../../state/key-match.ts';
import type { ShortcutRow as Row } from './shortcut-list.ts';

interface ShortcutRowProps {
  readonly row: Row;
  /** Undefined: reset. */
  readonly onChange: (keys: readonly string[] | undefined) => void;
}

type Recording = 'change' | 'add' | undefined;

/** For use inside a list. */
export function ShortcutRow({ row, onChange }: ShortcutRowProps) {
  const { command, isChanged, where } = row;
  const [recording, setRecording] = useState<Recording>();
  const [isRefused, setRefused] = useState(false);
  const name = t(command.title);
  const keys = command.keys ?? [];
  const record = (event: KeyboardEvent): void => {
    if (recording === undefined || event.key === 'Tab' || isComposing(event.nativeEvent)) return;
    event.preventDefault();
    event.stopPropagation();
    const pressed = event.key === 'Escape' ? undefined : toKeys(event.nativeEvent, isMac());
    if (pressed === undefined && event.key !== 'Escape') return;
    setRefused(pressed !== undefined && !isUsable(pressed, command));
    if (pressed !== undefined && !isUsable(pressed, command)) return;
    setRecording(undefined);
    if (pressed !== undefined) onChange(recording === 'add' ? [...keys, pressed] : [pressed]);
  };
  const start = (what: Recording) => () => {
    setRefused(false);
    setRecording((now) => (now === undefined ? what : undefined));
  };
  return (
    <li className="border-b border-line px-4 py-1.5 last:border-b-0">
      <div className="flex min-h-8 flex-wrap items-center gap-x-2 gap-y-1">
        <span className="min-w-0 flex-1 basis-40 text-sm text-ink">
          {name}
          {where !== undefined && <span className="ms-2 text-2xs text-ink-faint">{t(where)}</span>}
        </span>
        {command.fixed === true ? (
          <span className="flex items-center gap-2 text-2xs text-ink-faint">
            {t('shortcuts.fixed')}
            <Kbd keys={keys[0] ?? ''} />
          </span>
        ) : (
          <span className="flex items-center gap-1">
            {isChanged && (
              <IconButton
                icon={RotateCcw}
                size="xs"
                label={t('shortcuts.reset', { command: name })}
                onClick={() => onChange(undefined)}
              />
            )}
            <Button
              size="sm"
              look="quiet"
              aria-pressed={recording !== undefined}
              onClick={start('change')}
              onBlur={() => setRecording(undefined)}
              onKeyDown={record}
              onKeyUp={(event) => recording !== undefined && event.preventDefault()}
            >
              <span className="sr-only">{t('shortcuts.change', { command: name })}</span>
              <Keys keys={keys} isRecording={recording !== undefined} />
            </Button>
            <IconButton
              icon={Plus}
              size="xs"
              label={t('shortcuts.add', { command: name })}
              onClick={start('add')}
              onBlur={() => setRecording(undefined)}
              onKeyDown={record}
              onKeyUp={(event) => recording !== undefined && event.preventDefault()}
            />
            <IconButton
              icon={X}
              size="xs"
              disabled={keys.length === 0}
              label={t('shortcuts.remove', { command: name })}
              onClick={() => onChange([])}
            />
          </span>
        )}
      </div>
      <Problems row={row} isRefused={isRefused} />
    </li>
  );
}

function Keys({ keys, isRecording }: { readonly keys: readonly string[]; readonly isRecording: boolean }) {
  if (isRecording) return t('shortcuts.press');
  if (keys.length === 0) return <span className="text-ink-faint">{t('shortcuts.none')}</span>;
  return (
    <span className="flex flex-wrap justify-end gap-2">
      {keys.map((one) => (
        <Kbd key={one} keys={one} />
      ))}
    </span>
  );
}

function Problems({ row, isRefused }: { readonly row: Row; readonly isRefused: boolean }) {
  const { conflicts, reserved } = row;
  const [mod = '', alt = ''] = keyCaps('Mod+Alt');
  return (
    <div role="status" className="text-xs text-warn empty:hidden">
      {isRefused && <Problem text={t('shortcuts.needsModifier', { mod, alt })} />}
      {reserved.map((keys) => (
        <Problem key={keys} text={t('shortcuts.reserved', { keys: keyCaps(keys).join('+') })} />
      ))}
      {conflicts.length > 0 && (
        <Problem text={t('shortcuts.conflict', { commands: formatList(conflicts.map(({ title }) => t(title))) })} />
      )}
    </div>
  );
}

function Problem({ text }: { readonly text: string }) {
  return (
    <p className="flex items-center gap-1.5 pb-1">
      <TriangleAlert size={12} aria-hidden className="shrink-0" />
      {text}
    </p>
  );
}
