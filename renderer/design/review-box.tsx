// A text that must be seen to its end before a decision: the rest below is announced, and its end is reported.
import { ChevronDown } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { t } from '#messages/translate.ts';
import { cx } from './class-names.ts';
import { watchEnd } from './watch-end.ts';

interface ReviewBoxProps {
  readonly label: string;
  /** Classes of the text, with its greatest height. */
  readonly className: string;
  /** Called when the end has been visible. */
  readonly onSeen: () => void;
  readonly children: ReactNode;
}

/** Scrolls within its greatest height until "Show all" is chosen. */
export function ReviewBox({ label, className, onSeen, children }: ReviewBoxProps) {
  const box = useRef<HTMLPreElement>(null);
  const [below, setBelow] = useState(0);
  const [all, setAll] = useState(false);
  const seen = useRef(onSeen);
  useEffect(() => {
    seen.current = onSeen;
  });
  useEffect(() => {
    if (box.current === null) return undefined;
    return watchEnd(box.current, (lines) => {
      setBelow(lines);
      if (lines === 0) seen.current();
    });
  }, []);
  return (
    <>
      <pre
        ref={box}
        tabIndex={0}
        aria-label={label}
        className={cx(
          className,
          all ? 'max-h-none!' : 'overflow-auto',
          'touch-pan-y wrap-anywhere whitespace-pre-wrap',
        )}
      >
        {children}
      </pre>
      {below > 0 && (
        <button
          type="button"
          className="flex w-full items-center justify-center gap-1.5 border-t border-line bg-warn-soft py-1.5 font-sans text-xs font-medium text-ink hover:bg-hover"
          onClick={() => setAll(true)}
        >
          <ChevronDown size={14} aria-hidden />
          {t('approvals.moreBelow', { count: below })}
        </button>
      )}
    </>
  );
}
