// The arrow of a disclosure.
import { ChevronRight } from 'lucide-react';
import { cx } from './class-names.ts';

interface ChevronProps {
  readonly open?: boolean;
  readonly size?: number;
  /** `ms-auto`, a color, or `group-open:rotate-90 rtl:group-open:-rotate-90` inside of `<details>`. */
  readonly className?: string;
}

/** Points down while `open`. */
export function Chevron({ open = false, size = 13, className }: ChevronProps) {
  return (
    <ChevronRight
      size={size}
      aria-hidden
      className={cx('shrink-0 transition-transform', open && 'rotate-90 rtl:-rotate-90', className)}
    />
  );
}
