// A divider that changes a width or a height: by dragging, or with the arrow keys.
import type { CSSProperties, PointerEvent } from 'react';
import { isRightToLeft } from './direction.ts';

interface ResizerProps {
  readonly label: string;
  readonly value: number;
  readonly min?: number;
  readonly max?: number;
  /** Of the divider. Default: vertical. */
  readonly orientation?: 'vertical' | 'horizontal';
  /** Whether "right" is "left" in languages that are written from right to left, because the place of the divider is mirrored. */
  readonly mirrored?: boolean;
  /** Moves it to the right, or down, by pixels. */
  readonly onDrag: (px: number) => void;
  /** Moves it one step to the left or up (-1), or to the right or down. */
  readonly onStep: (direction: 1 | -1) => void;
  /** On a double click. */
  readonly onReset?: () => void;
  readonly style?: CSSProperties;
  readonly className: string;
}

const STEPS = {
  vertical: { ArrowLeft: -1, ArrowRight: 1 },
  horizontal: { ArrowUp: -1, ArrowDown: 1 },
} as const satisfies Readonly<Record<string, Readonly<Record<string, 1 | -1>>>>;

/** The divider. */
export function Resizer({ label, value, min, max, orientation = 'vertical', onDrag, onStep, ...rest }: ResizerProps) {
  const { mirrored = false, onReset, style, className } = rest;
  const sign = mirrored && isRightToLeft() ? -1 : 1;
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.currentTarget.hasPointerCapture(event.pointerId))
      onDrag(orientation === 'vertical' ? sign * event.movementX : event.movementY);
  };
  const steps: Readonly<Record<string, 1 | -1>> = STEPS[orientation];
  return (
    <div
      role="separator"
      aria-orientation={orientation}
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={({ key }) => {
        const step = steps[key];
        if (step !== undefined) onStep(sign === 1 ? step : step === 1 ? -1 : 1);
      }}
      onDoubleClick={onReset}
      style={style}
      className={className}
    />
  );
}
