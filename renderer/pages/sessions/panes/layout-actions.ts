// What the user does with saved layouts, with Undo.
import { createStore } from 'zustand/vanilla';
import { t } from '#messages/translate.ts';
import { toast } from '../../../design/toasts.ts';
import type { AppServices } from '../../../state/app-services.ts';
import { focusComposer } from '../../../state/keyboard-focus.ts';
import { focusedKey } from '../../../state/layout.ts';
import { href, navigate } from '../../../state/route.ts';
import { applyLayout, type SavedLayout } from '../../../state/saved-layouts.ts';

/** The dialog about layouts that is open. */
export const layoutDialog = createStore<{ readonly open: 'save' | 'manage' | undefined }>(() => ({ open: undefined }));

/** Shows the panes of a layout, also from another page. */
export function applySaved({ layout, newId }: AppServices, saved: SavedLayout): void {
  const { panes, tree, focused, recent, maximized, applied } = layout.getState();
  layout.setState((state) => applyLayout(state, saved, newId));
  navigate(href('sessions', focusedKey(layout.getState()) ?? ''));
  focusComposer();
  toast({
    title: t('layouts.applied', { name: saved.name }),
    action: {
      label: t('controls.undo'),
      run: () => layout.setState({ panes, tree, focused, recent, maximized, applied }),
    },
  });
}

/** Saves the panes under a name, and notes it as the layout of this window. */
export function saveCurrent({ layout, savedLayouts }: AppServices, name: string): void {
  const saved = savedLayouts.save(name, layout.getState());
  layout.setState({ applied: saved.id });
  toast({ title: t('layouts.saved', { name: saved.name }) });
}

/** Saves the panes under the name of a layout. */
export function updateSaved({ layout, savedLayouts }: AppServices, saved: SavedLayout): void {
  const { id, name } = saved;
  savedLayouts.update(id, layout.getState());
  layout.setState({ applied: id });
  toast({
    title: t('layouts.updated', { name }),
    action: { label: t('controls.undo'), run: () => savedLayouts.update(id, saved) },
  });
}

/** Deletes a layout. Its sessions stay. */
export function deleteSaved({ savedLayouts }: AppServices, { id, name }: SavedLayout): void {
  const restore = savedLayouts.remove(id);
  toast({ title: t('layouts.deleted', { name }), action: { label: t('controls.undo'), run: restore } });
}
