// A card that answers when it is swiped far enough, on touch screens. The buttons on it do the same.
import { useRef, useState, type PointerEvent, type ReactNode } from 'react';
import { cx } from './class-names.ts';
import {
  isFarEnough,
  moveSwipe,
  startSwipe,
  swipeOffset,
  swipeSide,
  type Swipe,
  type SwipeSide,
} from './swipe-gesture.ts';

/** What a swipe to one side does. */
export interface SwipeAction {
  /** While the card is moved. */
  readonly label: string;
  /** Once a release runs it. */
  readonly releaseLabel: string;
  readonly run: () => void;
}

interface SwipeableProps {
  readonly right?: SwipeAction | undefined;
  readonly left?: SwipeAction | undefined;
  readonly className?: string;
  readonly children: ReactNode;
}

const SIDES = {
  right: 'justify-start bg-ok-soft text-ok',
  left: 'justify-end bg-bad-soft text-bad',
} as const satisfies Record<SwipeSide, string>;

/** Fingers only: a mouse selects text. */
export function Swipeable({ right, left, className, children }: SwipeableProps) {
  const box = useRef<HTMLDivElement>(null);
  const [swipe, setSwipe] = useState<Swipe>();
  const width = box.current?.clientWidth ?? 0;
  const side = swipe === undefined ? undefined : swipeSide(swipe);
  const action = side === undefined ? undefined : { right, left }[side];
  const isReady = swipe !== undefined && action !== undefined && isFarEnough(swipe, width);
  const start = (event: PointerEvent): void => {
    if (event.pointerType !== 'touch' || !event.isPrimary) return;
    // React also reports touches in a dialog that a child has opened, which isn't in the card.
    if (!(event.target instanceof Node) || box.current?.contains(event.target) !== true) return;
    if (scrollsSideways(event.target, box.current)) return;
    setSwipe(startSwipe(event.clientX, event.clientY));
  };
  const end = (): void => {
    setSwipe(undefined);
    if (isReady) action.run();
  };
  return (
    <div
      ref={box}
      className={cx('relative touch-pan-y overflow-hidden', className)}
      onPointerDown={start}
      onPointerMove={({ clientX, clientY }) => swipe !== undefined && setSwipe(moveSwipe(swipe, clientX, clientY))}
      onPointerUp={end}
      onPointerCancel={() => setSwipe(undefined)}
    >
      {side !== undefined && action !== undefined && (
        <div
          aria-hidden
          className={cx('absolute inset-0 flex items-center px-5 text-sm', SIDES[side], isReady && 'font-semibold')}
        >
          {isReady ? action.releaseLabel : action.label}
        </div>
      )}
      <div
        className={cx('relative bg-surface', swipe === undefined && 'transition-transform')}
        style={
          side === undefined || swipe === undefined
            ? undefined
            : { transform: `translateX(${swipeOffset(swipe, action !== undefined)}px)` }
        }
      >
        {children}
      </div>
    </div>
  );
}

/** Whether the touched place scrolls to the side itself, such as a long line of a command. */
function scrollsSideways(target: EventTarget, within: Element | null): boolean {
  for (let at = target instanceof Element ? target : null; at !== null && at !== within; at = at.parentElement)
    if (at.scrollWidth > at.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(at).overflowX)) return true;
  return false;
}
