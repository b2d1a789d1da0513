// One step of the tour, in a card beside the control that it is about.
import { Popover as Radix } from 'radix-ui';
import { useEffect, useState } from 'react';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { keyCaps } from '../../design/key-caps.ts';
import { useNarrow } from '../../design/use-narrow.ts';
import { firstKey } from '../../state/key-bindings.ts';
import { findPlace, findTarget, TOUR_STEPS, type TourStep } from './tour-steps.ts';

interface TourCardProps {
  readonly at: number;
  readonly onGo: (at: number) => void;
  readonly onEnd: () => void;
}

/** The page behind it can be used. Escape, or a click there, ends the tour. */
export function TourCard({ at, onGo, onEnd }: TourCardProps) {
  const step = TOUR_STEPS[at];
  return step === undefined ? null : <Card key={step.id} step={step} at={at} onGo={onGo} onEnd={onEnd} />;
}

function Card({ step, at, onGo, onEnd }: TourCardProps & { readonly step: TourStep }) {
  const target = useMarkedTarget(step);
  const isNarrow = useNarrow();
  const isLast = at === TOUR_STEPS.length - 1;
  const title = t(step.title);
  return (
    <Radix.Root open onOpenChange={(open) => (open ? undefined : onEnd())}>
      <Radix.Anchor virtualRef={{ current: { getBoundingClientRect: () => findPlace(target) } }} />
      <Radix.Portal>
        <Radix.Content
          aria-label={t('tour.label')}
          side={isNarrow ? 'top' : 'right'}
          sideOffset={10}
          collisionPadding={12}
          className="appear z-50 flex w-80 max-w-[calc(100vw-1.5rem)] flex-col gap-2 rounded-lg bg-raised p-4 text-sm text-ink shadow-high ring-1 ring-line outline-none"
        >
          <h2 className="text-base font-semibold">{title}</h2>
          <p className="text-ink-soft">{describe(step)}</p>
          <footer className="mt-1 flex items-center gap-1.5 pointer-coarse:gap-3">
            <span className="tabular flex-1 text-xs text-ink-faint">
              {t('tour.place', { step: at + 1, count: TOUR_STEPS.length })}
            </span>
            {isLast ? null : <Button look="quiet" size="sm" label={t('tour.skip')} onClick={onEnd} />}
            {at === 0 ? null : <Button size="sm" label={t('tour.back')} onClick={() => onGo(at - 1)} />}
            <Button
              autoFocus
              look="primary"
              size="sm"
              label={isLast ? t('tour.done') : t('tour.next')}
              onClick={() => (isLast ? onEnd() : onGo(at + 1))}
            />
          </footer>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function describe({ id }: TourStep): string {
  if (id !== 'palette') return t(`tour.${id}.text`);
  return t('tour.palette.text', { keys: keyCaps(firstKey('palette.open') ?? '').join(' ') });
}

/** The control of the step, with a ring while the step is shown. The page may still be loading. */
function useMarkedTarget(step: TourStep): Element | undefined {
  const [target, setTarget] = useState(() => findTarget(step));
  useEffect(() => {
    if (target === undefined && step.targets.length > 0) {
      const timer = setInterval(() => setTarget(findTarget(step)), 100);
      return () => clearInterval(timer);
    }
    target?.setAttribute('data-toured', '');
    return () => target?.removeAttribute('data-toured');
  }, [target, step]);
  return target;
}
