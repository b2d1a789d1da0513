// Small status marks: a colored label, a count, a dot.
import type { ReactNode } from 'react';
import { formatNumber } from '#messages/format.ts';
import { cx } from './class-names.ts';

/** The meaning of a color. */
export type Tone = 'neutral' | 'accent' | 'ok' | 'warn' | 'bad';

const TONES: Readonly<Record<Tone, string>> = {
  neutral: 'bg-hover text-ink-soft',
  accent: 'bg-accent-soft text-accent-ink',
  ok: 'bg-ok-soft text-ok',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
};

/** A label. The color never carries information that the label lacks. */
export function Badge({ tone = 'neutral', children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return (
    <span
      className={cx(
        'inline-flex h-5 shrink-0 items-center gap-1 rounded-sm px-1.5 text-2xs font-medium whitespace-nowrap',
        TONES[tone],
      )}
    >
      {children}
    </span>
  );
}

/** A number on an icon or a tab; empty for zero. Screen readers read `label`: `3 pending approvals`. */
export function Count({ value, label }: { readonly value: number; readonly label: string }) {
  if (value === 0) return null;
  return (
    <span
      role="status"
      aria-label={label}
      className="tabular inline-flex h-4 min-w-4 items-center justify-center rounded-full bg-warn-strong px-1 text-[0.625rem] leading-none font-semibold text-[oklch(0.2_0.03_70)]"
    >
      {value > 99 ? `${formatNumber(99)}+` : formatNumber(value)}
    </span>
  );
}

const DOTS: Readonly<Record<Tone, string>> = {
  neutral: 'bg-ink-faint',
  accent: 'bg-accent',
  ok: 'bg-ok',
  warn: 'bg-warn-strong',
  bad: 'bg-bad',
};

interface DotProps {
  readonly tone: Tone;
  readonly label?: string;
  /** `md`: on its own. */
  readonly size?: 'sm' | 'md';
}

/** A status dot, next to text or with a `label`. */
export function Dot({ tone, label, size = 'sm' }: DotProps) {
  return (
    <span
      role={label === undefined ? undefined : 'img'}
      aria-label={label}
      aria-hidden={label === undefined || undefined}
      className={cx('inline-block shrink-0 rounded-full', size === 'sm' ? 'size-1.5' : 'size-2.5', DOTS[tone])}
    />
  );
}
