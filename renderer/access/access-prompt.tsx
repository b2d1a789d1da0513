// An access request, shown on every page until it is answered or postponed.
import { Suspense, useState } from 'react';
import { useStore } from 'zustand';
import { lazyPart } from '../state/load-part.ts';
import { href, navigate } from '../state/route.ts';
import { useCommand, useRoute, useServices } from '../state/use-client.ts';

const PromptCard = lazyPart(() => import('./prompt-card.tsx'), 'PromptCard');

/** Empty if no request is pending, and on the page that lists them. */
export function AccessPrompt() {
  const { access } = useServices();
  const pending = useStore(access.store, (state) => state.pending);
  const [later, setLater] = useState<ReadonlySet<string>>(new Set());
  const { segments } = useRoute();
  const waiting = pending.filter(({ id }) => !later.has(id));
  const request = waiting[0];
  useCommand('access.open', () => navigate(href('settings', 'devices')), pending.length > 0);
  if (request === undefined || (segments[0] === 'settings' && segments[1] === 'devices')) return null;
  return (
    <Suspense fallback={null}>
      <PromptCard
        key={request.id}
        request={request}
        more={waiting.length - 1}
        onLater={() => setLater((known) => new Set(known).add(request.id))}
      />
    </Suspense>
  );
}
