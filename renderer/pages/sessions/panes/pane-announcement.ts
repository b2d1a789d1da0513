// What a screen reader says after a change of the panes.
import { t } from '#messages/translate.ts';
import type { Layout } from '../../../state/layout.ts';
import { listLeaves } from '../../../state/pane-tree.ts';

/** Undefined if there is nothing to say: the new focus speaks for itself. */
export function describeChange(before: Layout, after: Layout): string | undefined {
  const count = after.panes.length;
  if (count > before.panes.length) return before.panes.length === 0 ? undefined : t('sessions.panes.opened', { count });
  if (count < before.panes.length) return t('sessions.panes.closed', { count });
  if (after.maximized !== before.maximized)
    return after.maximized ? t('sessions.panes.maximized') : t('sessions.panes.restored', { count });
  if (after.tree === before.tree || after.focused === undefined) return undefined;
  const ids = listLeaves(after.tree);
  if (shape(after) === shape(before)) return undefined;
  return t('sessions.panes.moved', { number: ids.indexOf(after.focused) + 1, count });
}

/** The tree without its shares. */
function shape({ tree }: Layout): string {
  return JSON.stringify(tree, (name, value: unknown) => (name === 'share' ? undefined : value));
}
