// The output of a command: its last lines, more on demand, in terminal colors.
import { memo, useMemo, useState } from 'react';
import { t } from '#messages/translate.ts';
import { cx } from '../../../design/class-names.ts';
import { lastLines, terminalSpans } from './terminal-text.ts';

/** Lines shown while a command runs, and initially once it is done. */
const TAIL_LINES = 10;
/** Maximum lines shown on demand. */
const MAX_LINES = 2_000;

const COLORS = [
  'text-ink-faint',
  'text-bad',
  'text-ok',
  'text-warn',
  'text-accent-ink',
  'text-(--syntax-keyword)',
  'text-(--syntax-type)',
  'text-ink',
] as const;

interface TerminalOutputProps {
  readonly text: string;
  /** The command is running: the height is reserved, so that new lines don't move the page. */
  readonly live: boolean;
}

/** Empty if there is no output and none can follow. */
export const TerminalOutput = memo(function TerminalOutput({ text, live }: TerminalOutputProps) {
  const [all, setAll] = useState(false);
  const tail = useMemo(() => lastLines(text, all ? MAX_LINES : TAIL_LINES), [text, all]);
  const spans = useMemo(() => terminalSpans(tail.text), [tail.text]);
  if (text === '' && !live) return null;
  return (
    <div className="border-t border-line">
      {tail.before > 0 && !live && (
        <button
          type="button"
          onClick={() => setAll(true)}
          className="w-full px-3 pt-1.5 text-start text-2xs text-ink-faint hover:text-ink"
        >
          {t('tools.showEarlier', { count: tail.before })}
        </button>
      )}
      <pre
        tabIndex={0}
        aria-label={t('tools.output')}
        className={cx(
          'max-h-120 overflow-auto px-3 py-2 text-(length:--code-size) leading-[1.5] wrap-anywhere whitespace-pre-wrap text-ink-soft outline-offset-[-2px]',
          live && 'flex h-[calc(10lh+1rem)] max-h-none flex-col justify-end overflow-hidden',
        )}
      >
        <span>
          {spans.map(({ text: part, color, bold }, index) => (
            <span key={index} className={cx(color !== undefined && COLORS[color], bold && 'font-semibold')}>
              {part}
            </span>
          ))}
        </span>
      </pre>
    </div>
  );
});
