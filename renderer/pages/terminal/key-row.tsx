// Keys that the keyboards of phones lack. They leave the focus, and so the keyboard, where it is.
import type { PointerEvent } from 'react';
import { t } from '#messages/translate.ts';
import { cx } from '../../design/class-names.ts';
import { TERMINAL_KEYS, type TerminalKey } from './terminal-keys.ts';

interface KeyRowProps {
  readonly control: boolean;
  readonly onControl: (on: boolean) => void;
  readonly onKey: (key: TerminalKey) => void;
}

// Narrower than other buttons, so that all of them fit on a phone.
const KEY = 'h-10 !min-w-8.5 flex-1 rounded-md font-mono text-sm text-ink select-none active:bg-active';
const keepFocus = (event: PointerEvent) => event.preventDefault();

/** Only where the pointer is a finger. */
export function KeyRow({ control, onControl, onKey }: KeyRowProps) {
  const [escape, tab, ...others] = TERMINAL_KEYS;
  const show = (key: TerminalKey | undefined) =>
    key !== undefined && (
      <button
        key={key.id}
        type="button"
        aria-label={t(`terminal.key.${key.id}`)}
        onPointerDown={keepFocus}
        onClick={() => onKey(key)}
        className={KEY}
      >
        {key.cap ?? t(key.id === 'escape' ? 'terminal.keyCap.escape' : 'terminal.keyCap.tab')}
      </button>
    );
  return (
    <div
      role="toolbar"
      aria-label={t('terminal.keys')}
      className="hidden shrink-0 overflow-x-auto border-t border-line bg-surface px-1 py-0.5 pointer-coarse:flex"
    >
      {show(escape)}
      {show(tab)}
      <button
        type="button"
        aria-pressed={control}
        onPointerDown={keepFocus}
        onClick={() => onControl(!control)}
        className={cx(KEY, control && 'bg-accent-soft text-accent-ink')}
      >
        {t('terminal.keyCap.control')}
      </button>
      {others.map(show)}
    </div>
  );
}
