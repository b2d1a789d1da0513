// The bar of a search in a part of the page: text, case, count, previous and next match.
import { CaseSensitive, ChevronDown, ChevronUp, X } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { t } from '#messages/translate.ts';
import { IconButton } from '../button.tsx';
import { cx } from '../class-names.ts';
import { Spinner } from '../states.tsx';
import './find.css';

interface FindBarProps {
  readonly label: string;
  readonly query: string;
  readonly matchesCase: boolean;
  /** Matches, and the number of the current one, from 1; 0: none. */
  readonly count: number;
  readonly place: number;
  /** What is still being loaded. */
  readonly loading?: string | undefined;
  /** Where Enter goes; Shift+Enter goes the other way. */
  readonly enter: 'previous' | 'next';
  readonly onQuery: (query: string) => void;
  readonly onCase: (matchesCase: boolean) => void;
  readonly onStep: (by: 1 | -1) => void;
  readonly onClose: () => void;
  readonly className: string;
}

/** Takes the focus. Escape closes it, and the focus returns to where it was. */
export function FindBar({ label, query, count, enter, onStep, className, ...props }: FindBarProps) {
  const [before] = useState(() => document.activeElement);
  const close = (): void => {
    props.onClose();
    if (before instanceof HTMLElement && before.isConnected) before.focus();
  };
  const forward = enter === 'next' ? 1 : -1;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter') onStep(event.shiftKey ? (-forward as 1 | -1) : forward);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const stepButton = (by: 1 | -1) =>
    ({
      size: 'xs',
      keys: by === forward ? 'Enter' : 'Shift+Enter',
      disabled: count === 0,
      onClick: () => onStep(by),
    }) as const;
  return (
    <search className={cx('flex items-center gap-0.5 pointer-coarse:gap-3', className)}>
      <input
        autoFocus
        role="searchbox"
        aria-label={label}
        placeholder={label}
        value={query}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => props.onQuery(event.target.value)}
        onKeyDown={onKeyDown}
        className="h-6.5 w-44 min-w-0 flex-1 bg-transparent text-sm text-ink outline-none placeholder:text-ink-faint"
      />
      <span
        role="status"
        className="tabular flex min-w-14 items-center justify-end gap-1.5 px-1 text-2xs text-ink-faint"
      >
        {props.loading !== undefined && <Spinner size={11} label={props.loading} />}
        {query.trim() === '' ? '' : t('controls.matchCount', { place: props.place, count })}
      </span>
      <IconButton
        icon={CaseSensitive}
        label={t('controls.matchCase')}
        size="xs"
        pressed={props.matchesCase}
        onClick={() => props.onCase(!props.matchesCase)}
      />
      <IconButton icon={ChevronUp} label={t('controls.previousMatch')} {...stepButton(-1)} />
      <IconButton icon={ChevronDown} label={t('controls.nextMatch')} {...stepButton(1)} />
      <IconButton icon={X} label={t('controls.closeSearch')} keys="Escape" size="xs" onClick={close} />
    </search>
  );
}
