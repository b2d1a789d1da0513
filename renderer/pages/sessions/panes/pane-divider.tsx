// The line between two panes. Moves with the pointer, and with the arrow keys by 20 px. A double click evens out the sizes.
import type { CSSProperties } from 'react';
import { t } from '#messages/translate.ts';
import { cx } from '../../../design/class-names.ts';
import { Resizer } from '../../../design/resizer.tsx';
import { resizeSplit } from '../../../state/layout.ts';
import { moveDivider, type Divider } from '../../../state/pane-boxes.ts';
import { useServices } from '../../../state/use-client.ts';

const STEP_PX = 20;

interface PaneDividerProps {
  readonly divider: Divider;
  readonly style: CSSProperties;
}

/** Positioned by `style`. */
export function PaneDivider({ divider, style }: PaneDividerProps) {
  const { layout } = useServices();
  const isVertical = divider.direction === 'row';
  const move = (px: number): void =>
    layout.setState((state) => resizeSplit(state, divider.path, moveDivider(divider, px)));
  const even = (): void =>
    layout.setState((state) =>
      resizeSplit(
        state,
        divider.path,
        divider.sizes.flatMap(({ shares }) => shares.map(() => 1)),
      ),
    );
  const [one, other] = [divider.sizes[divider.at - 1]?.px ?? 0, divider.sizes[divider.at]?.px ?? 0];
  return (
    <Resizer
      label={isVertical ? t('sessions.paneWidth') : t('sessions.paneHeight')}
      orientation={isVertical ? 'vertical' : 'horizontal'}
      value={Math.round((one / (one + other)) * 100)}
      min={0}
      max={100}
      onDrag={move}
      onStep={(direction) => move(STEP_PX * direction)}
      onReset={even}
      style={style}
      className={cx(
        'absolute z-20 bg-line before:absolute hover:bg-accent focus-visible:bg-accent max-md:hidden',
        isVertical
          ? 'cursor-col-resize before:inset-y-0 before:-inset-x-1'
          : 'cursor-row-resize before:inset-x-0 before:-inset-y-1',
      )}
    />
  );
}
