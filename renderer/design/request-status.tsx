// A placeholder for the data of a request: lines while it loads, the error with a Retry button if it failed.
import type { RequestError } from '#contract/wire/client-api.ts';
import { getHint } from '../state/resource.ts';
import { ErrorNote, Skeleton, SkeletonLines } from './states.tsx';

interface RequestStatusProps {
  /** What `useRequest` returns. */
  readonly read: {
    readonly status: 'loading' | 'ready' | 'error';
    readonly error?: RequestError | undefined;
    readonly reload: () => Promise<void>;
  };
  /** Number of skeleton lines. */
  readonly rows?: number;
  /** A box of this height instead of lines: a Tailwind class. */
  readonly height?: string;
  /** What is loading, for screen readers. */
  readonly loading?: string;
  /** Title of the error. */
  readonly failed?: string;
}

/** Renders nothing once the data is there. */
export function RequestStatus({ read, rows, height, loading, failed }: RequestStatusProps) {
  if (read.status === 'loading')
    return height === undefined ? <SkeletonLines count={rows} label={loading} /> : <Skeleton className={height} />;
  if (read.error === undefined) return null;
  const { message } = read.error;
  return <ErrorNote title={failed} message={message} hint={getHint(read.error)} onRetry={() => void read.reload()} />;
}
