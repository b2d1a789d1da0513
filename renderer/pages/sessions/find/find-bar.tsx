// The search bar of a session, in the corner of the transcript (Mod+F).
import { ChevronDown, ChevronUp, X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { t } from '#messages/translate.ts';
import { IconButton } from '../../../design/button.tsx';
import { Spinner } from '../../../design/states.tsx';
import './find.css';

interface FindBarProps {
  readonly query: string;
  readonly onQuery: (query: string) => void;
  /** The number of the current match, from one; 0 for none. */
  readonly place: number;
  readonly count: number;
  /** Older messages are still loading. */
  readonly reading: boolean;
  readonly onStep: (step: 1 | -1) => void;
  readonly onClose: () => void;
}

/** Enter goes to the previous match, Shift+Enter to the next one: the search starts at the end. */
export function FindBar({ query, onQuery, place, count, reading, onStep, onClose }: FindBarProps) {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter') onStep(event.shiftKey ? 1 : -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <search className="appear absolute top-2 right-4 z-20 flex items-center gap-0.5 rounded-lg bg-raised py-1 pr-1 pl-3 shadow-mid ring-1 ring-line">
      <input
        autoFocus
        role="searchbox"
        aria-label={t('sessions.find.label')}
        placeholder={t('sessions.find.label')}
        value={query}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => onQuery(event.target.value)}
        onKeyDown={onKeyDown}
        className="h-6.5 w-44 bg-transparent text-sm text-ink outline-none placeholder:text-ink-faint"
      />
      <span
        role="status"
        className="tabular flex min-w-14 items-center justify-end gap-1.5 px-1 text-2xs text-ink-faint"
      >
        {reading ? <Spinner size={11} label={t('sessions.find.loading')} /> : null}
        {query.trim() === '' ? '' : t('sessions.find.count', { place, count })}
      </span>
      <IconButton
        icon={ChevronUp}
        label={t('sessions.find.previous')}
        keys="Enter"
        size="xs"
        disabled={count === 0}
        onClick={() => onStep(-1)}
      />
      <IconButton
        icon={ChevronDown}
        label={t('sessions.find.next')}
        keys="Shift+Enter"
        size="xs"
        disabled={count === 0}
        onClick={() => onStep(1)}
      />
      <IconButton icon={X} label={t('sessions.find.close')} keys="Escape" size="xs" onClick={onClose} />
    </search>
  );
}
