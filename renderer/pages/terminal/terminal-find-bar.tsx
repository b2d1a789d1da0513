// The search in the scrollback of a terminal.
import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { t } from '#messages/translate.ts';
import { IconButton } from '../../design/button.tsx';
import { SearchInput } from '../../design/search-input.tsx';

interface FindBarProps {
  readonly onFind: (text: string, back: boolean) => void;
  readonly onClose: () => void;
}

/** Enter and Shift+Enter go through the matches; Escape closes it. */
export function FindBar({ onFind, onClose }: FindBarProps) {
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  return (
    <div
      role="search"
      className="absolute top-2 end-3 z-10 flex max-w-[calc(100%-1.5rem)] items-center gap-1 rounded-lg bg-raised p-1 shadow-mid ring-1 ring-line"
      onKeyDown={(event) => {
        if (event.key === 'Enter') onFind(text, event.shiftKey);
        if (event.key === 'Escape' && text === '') onClose();
      }}
    >
      <SearchInput
        ref={input}
        label={t('terminal.find')}
        className="w-48 min-w-0"
        value={text}
        onChange={(next) => {
          setText(next);
          onFind(next, false);
        }}
      />
      <IconButton icon={ChevronUp} label={t('controls.previousMatch')} onClick={() => onFind(text, true)} />
      <IconButton icon={ChevronDown} label={t('controls.nextMatch')} onClick={() => onFind(text, false)} />
      <IconButton icon={X} label={t('controls.closeSearch')} onClick={onClose} />
    </div>
  );
}
