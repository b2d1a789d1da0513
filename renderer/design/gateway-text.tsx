// A sentence from the gateway, which writes English: in its own direction, so that its full stop stays at its end on a page that is
// written from right to left.
import type { ReactNode } from 'react';
import { cx } from './class-names.ts';

interface GatewayTextProps {
  readonly children: ReactNode;
  /** One line that is cut off at the end of the sentence. */
  readonly truncated?: boolean;
}

/** Renders the sentence. Messages of the app isolate their parameters themselves. */
export function GatewayText({ children, truncated = false }: GatewayTextProps) {
  return <bdi className={cx(truncated && 'block truncate [text-align:match-parent]')}>{children}</bdi>;
}
