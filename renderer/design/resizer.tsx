// A divider that changes a width: by dragging, or with the arrow keys.
import type { PointerEvent } from 'react';

interface ResizerProps {
  readonly label: string;
  readonly value: number;
  readonly min?: number;
  readonly max?: number;
  /** Moves it to the right, by pixels. */
  readonly onDrag: (px: number) => void;
  /** Moves it one step to the left or to the right. */
  readonly onStep: (direction: 1 | -1) => void;
  readonly className: string;
}

/** Vertical. */
export function Resizer({ label, value, min, max, onDrag, onStep, className }: ResizerProps) {
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) onDrag(event.movementX);
  };
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={({ key }) => (key === 'ArrowLeft' ? onStep(-1) : key === 'ArrowRight' ? onStep(1) : undefined)}
      className={className}
    />
  );
}
