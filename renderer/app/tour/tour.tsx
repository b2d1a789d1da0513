// A short introduction to the app: five steps that point at its controls. It starts after the setup, or from the palette.
import { Suspense, useState } from 'react';
import { lazyPart } from '../../state/load-part.ts';
import { navigate } from '../../state/route.ts';
import { useCommand } from '../../state/use-client.ts';

const TourCard = lazyPart(() => import('./tour-card.tsx'), 'TourCard', 'early');

/** Nothing until it is started. */
export function Tour() {
  const [at, setAt] = useState<number>();
  useCommand('tour.start', () => {
    navigate('/home');
    setAt(0);
  });
  if (at === undefined) return null;
  return (
    <Suspense fallback={null}>
      <TourCard at={at} onGo={setAt} onEnd={() => setAt(undefined)} />
    </Suspense>
  );
}
