// Output of a command: its last lines, more on demand, in the terminal's colours.
import { memo, useMemo, useState } from 'react';
import { formatNumber } from '#messages/format.ts';
import { cx } from '../../../design/class-names.ts';
import { lastLines, terminalSpans } from './terminal-text.ts';

/** Lines shown while a command runs, and first when it is done. */
const TAIL_LINES = 10;
/** Lines shown on demand; more belongs into the terminal. */
const MOST_LINES = 2_000;

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
  /** A command that runs: the height is reserved, so that lines do not push the page. */
  readonly live: boolean;
}

/** Nothing when there is no output and no more can come. */
export const TerminalOutput = memo(function TerminalOutput({ text, live }: TerminalOutputProps) {
  const [all, setAll] = useState(false);
  const tail = useMemo(() => lastLines(text, all ? MOST_LINES : TAIL_LINES), [text, all]);
  const spans = useMemo(() => terminalSpans(tail.text), [tail.text]);
  if (text === '' && !live) return null;
  return (
    <div className="border-t border-line">
      {tail.before > 0 && !live ? (
        <button
          type="button"
          onClick={() => setAll(true)}
          className="w-full px-3 pt-1.5 text-left text-2xs text-ink-faint hover:text-ink"
        >
          Show {formatNumber(tail.before)} earlier {tail.before === 1 ? 'line' : 'lines'}
        </button>
      ) : null}
      <pre
        tabIndex={0}
        aria-label="Output"
        className={cx(
          'max-h-120 overflow-auto px-3 py-2 text-(length:--code-size) leading-[1.5] wrap-anywhere whitespace-pre-wrap text-ink-soft outline-offset-[-2px]',
          live && 'flex h-[calc(10lh+1rem)] max-h-none flex-col justify-end overflow-hidden',
        )}
      >
        <span>
          {spans.map((span, index) => (
            <span
              key={index}
              className={cx(span.color !== undefined && COLORS[span.color], span.bold && 'font-semibold')}
            >
              {span.text}
            </span>
          ))}
        </span>
      </pre>
    </div>
  );
});
