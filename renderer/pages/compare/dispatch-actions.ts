// What a person does with a dispatch.
import type { DispatchEntry } from '#contract/types/dispatches.ts';
import { t } from '#messages/translate.ts';
import { attempt, toast } from '../../design/toasts.ts';
import type { AppServices } from '../../state/app-services.ts';
import { showSession, splitRight } from '../../state/layout.ts';
import { navigate } from '../../state/route.ts';

/** Archives a dispatch except for some entries, and offers to restore it. */
export function archiveDispatch(services: AppServices, id: string, keep: readonly string[]): void {
  attempt(t('compare.archive.failed'), async () => {
    const { dispatch } = await services.client.request('dispatches.archive', { id, keep: [...keep] });
    toast({
      title: t('compare.archive.done', { count: dispatch.entries.length - keep.length }),
      detail: t('compare.archive.doneText'),
      action: { label: t('controls.undo'), run: () => restoreDispatch(services, id) },
    });
  });
}

/** Restores an archived dispatch. */
export function restoreDispatch({ client }: AppServices, id: string): void {
  attempt(t('compare.restore.failed'), () => client.request('dispatches.restore', { id }));
}

/** Starts an entry again. */
export function retryEntry({ client }: AppServices, id: string, entryId: string): void {
  attempt(t('compare.retry.failed'), () => client.request('dispatches.retry', { id, entryId }));
}

/** Opens the sessions of entries as panes, side by side. */
export function openAsPanes({ layout, newId }: AppServices, entries: readonly DispatchEntry[]): void {
  const keys = entries.flatMap(({ state, sessionKey }) => (state === 'started' ? [sessionKey] : []));
  layout.setState((before) => {
    const [first, ...rest] = keys;
    if (first === undefined) return before;
    const shown = new Set(before.panes.map((pane) => pane.key));
    return rest.reduce(
      (now, key) => (shown.has(key) ? now : splitRight(now, key, newId)),
      showSession(before, first, newId),
    );
  });
  navigate('/sessions');
}
