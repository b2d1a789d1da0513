// Keeps the URL and the panes in sync: the URL names the session of the focused pane.
import type { AppServices } from '../../state/app-services.ts';
import { isDraftKey, newDraftKey, showSession, type Layout } from '../../state/layout.ts';
import { href, navigate, routeStore } from '../../state/route.ts';

/** The URL segment of a session that doesn't exist yet. */
const NEW = 'new';

/** Starts following; returns the function that stops it. */
export function followSessionRoute({ layout, drafts, newId }: AppServices): () => void {
  const toPanes = (): void => {
    const [page, key] = routeStore.getState().segments;
    if (page !== 'sessions' || key === undefined) return;
    if (key !== NEW) return layout.setState((state) => showSession(state, key, newId));
    const empty = unusedDraft(layout.getState(), (draftKey) => drafts.get(draftKey).text === '');
    layout.setState((state) => showSession(state, empty ?? newDraftKey(newId), newId));
  };
  const toAddress = (state: Layout): void => {
    const { segments } = routeStore.getState();
    const key = state.panes.find((pane) => pane.id === state.focused)?.key;
    if (segments[0] !== 'sessions') return;
    if (key === undefined && segments[1] !== undefined) navigate('/sessions', { replace: true });
    else if (key !== undefined && segments[1] !== undefined && segments[1] !== key)
      navigate(href('sessions', key), { replace: true });
  };
  toPanes();
  toAddress(layout.getState());
  const stops = [routeStore.subscribe(toPanes), layout.subscribe(toAddress)];
  return () => {
    for (const stop of stops) stop();
  };
}

/** A pane with an unused draft. */
function unusedDraft(layout: Layout, isEmpty: (key: string) => boolean): string | undefined {
  return layout.panes.find((pane) => isDraftKey(pane.key) && isEmpty(pane.key))?.key;
}
