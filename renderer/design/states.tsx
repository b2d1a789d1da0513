// Empty, loading and error states.
import { CircleAlert, LoaderCircle, RotateCw, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { RequestError } from '#contract/wire/client-api.ts';
import { t } from '#messages/translate.ts';
import { getHint } from '../state/resource.ts';
import { Button } from './button.tsx';
import { cx } from './class-names.ts';
import { GatewayText } from './gateway-text.tsx';

interface EmptyStateProps {
  readonly icon?: LucideIcon;
  readonly title: string;
  readonly text?: ReactNode;
  readonly action?: ReactNode;
}

/** An empty state: says why, and what to do. */
export function EmptyState({ icon: Icon, title, text, action }: EmptyStateProps) {
  return (
    <div className="m-auto flex max-w-96 flex-col items-center gap-2 p-8 text-center">
      {Icon === undefined ? null : (
        <div className="mb-1 flex size-11 items-center justify-center rounded-xl bg-hover text-ink-faint">
          <Icon size={22} aria-hidden />
        </div>
      )}
      <p className="text-base font-medium text-ink">{title}</p>
      {text === undefined ? null : <div className="text-sm text-ink-soft">{text}</div>}
      {action === undefined ? null : <div className="mt-2 flex gap-2">{action}</div>}
    </div>
  );
}

/** A gray bar in place of content that is loading. Give it the size of that content. */
export function Skeleton({ className }: { readonly className?: string }) {
  return (
    <div aria-hidden className={cx('animate-[breathe_1.6s_ease-in-out_infinite] rounded-md bg-hover', className)} />
  );
}

interface SkeletonLinesProps {
  readonly count?: number | undefined;
  readonly label?: string | undefined;
  readonly className?: string;
}

/** A few skeleton lines, labeled for screen readers. */
export function SkeletonLines({ count = 3, label = t('controls.loading'), className = 'p-1' }: SkeletonLinesProps) {
  return (
    <div role="status" aria-label={label} className={cx('flex flex-col gap-2.5', className)}>
      {Array.from({ length: count }, (_, index) => (
        <Skeleton key={index} className={cx('h-4', index % 3 === 2 ? 'w-3/5' : index % 3 === 1 ? 'w-4/5' : 'w-full')} />
      ))}
    </div>
  );
}

interface ErrorNoteProps {
  readonly title?: string | undefined;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly onRetry?: (() => void) | undefined;
  readonly action?: ReactNode;
}

/** An error: what happened, and what to do. */
export function ErrorNote({ title, message, hint, onRetry, action }: ErrorNoteProps) {
  return (
    <div role="alert" className="flex items-start gap-2.5 rounded-lg bg-bad-soft px-3 py-2.5 text-sm text-ink">
      <CircleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-bad" />
      <div className="min-w-0 flex-1 wrap-anywhere">
        {title === undefined ? null : <p className="font-medium">{title}</p>}
        <p>
          <GatewayText>{message}</GatewayText>
        </p>
        {hint === undefined ? null : (
          <p className="mt-0.5 text-ink-soft">
            <GatewayText>{hint}</GatewayText>
          </p>
        )}
      </div>
      {onRetry === undefined ? null : (
        <Button label={t('controls.retry')} size="sm" icon={RotateCw} onClick={onRetry} />
      )}
      {action}
    </div>
  );
}

interface SpinnerProps {
  readonly size?: number;
  readonly label?: string;
  /** Doesn't spin: for use next to something that already moves. Each spinning one costs a compositor layer per frame. */
  readonly still?: boolean;
}

/** `label` says what is loading, unless text next to it does. */
export function Spinner({ size = 14, label, still = false }: SpinnerProps) {
  return (
    // Without the box, the browser assumes that the spinner overlaps its neighbors, and puts each of them on a layer.
    <span
      className="inline-block shrink-0 overflow-clip align-middle contain-strict"
      style={{ width: size, height: size }}
    >
      <LoaderCircle
        size={size}
        {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
        className={still ? undefined : 'animate-[spin_1s_steps(12)_infinite]'}
      />
    </span>
  );
}

interface RequestStatusProps {
  /** What `useRequest` returns, or the state of a store with its `reload`. */
  readonly read: {
    readonly status: 'loading' | 'ready' | 'error';
    readonly error?: RequestError | undefined;
    readonly reload: () => Promise<void>;
  };
  /** Number of skeleton lines. */
  readonly rows?: number;
  /** A box of this height instead of lines: a Tailwind class. */
  readonly height?: string;
  /** Says what is loading, for screen readers. */
  readonly loading?: string;
  /** Title of the error. */
  readonly failed?: string;
}

/** For a request: lines while it loads, the error with a Retry button if it failed; nothing once there is data. */
export function RequestStatus({ read, rows, height, loading, failed }: RequestStatusProps) {
  if (read.status === 'loading')
    return height === undefined ? <SkeletonLines count={rows} label={loading} /> : <Skeleton className={height} />;
  if (read.status !== 'error' || read.error === undefined) return null;
  const { message } = read.error;
  return <ErrorNote title={failed} message={message} hint={getHint(read.error)} onRetry={read.reload} />;
}
