// The model's reasoning, collapsed. While it streams, its last line is shown.
import { Brain, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { t } from '#messages/translate.ts';
import { cx } from '../../../design/class-names.ts';

/** Expands on click. */
export function ThinkingRow({ text, live }: { readonly text: string; readonly live: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <div className="-mx-1.5 py-0.5">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="group/think flex h-7 w-full min-w-0 items-center gap-2 rounded-md px-1.5 text-sm text-ink-faint hover:bg-hover"
      >
        <Brain
          size={14}
          aria-hidden
          className={cx('shrink-0', live && 'animate-[breathe_1.6s_ease-in-out_infinite]')}
        />
        <span className="shrink-0">{live ? t('transcript.thinking') : t('transcript.thought')}</span>
        <span className="min-w-0 truncate text-xs italic">{open ? '' : lastLine(text)}</span>
        <ChevronRight
          size={13}
          aria-hidden
          className={cx('ml-auto shrink-0 transition-transform', open && 'rotate-90')}
        />
      </button>
      {open ? (
        <p className="mt-1 mb-2 ml-3.5 border-l border-line pl-5 text-sm wrap-anywhere whitespace-pre-wrap text-ink-soft">
          {text.trim()}
        </p>
      ) : null}
    </div>
  );
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
