// The commands of the panes, and what a screen reader says about their results.
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import {
  closePane,
  evenPanes,
  focusSide,
  moveFocused,
  newDraftKey,
  reopenLast,
  splitPane,
  toggleMaximized,
  type Layout,
} from '../../../state/layout.ts';
import { focusComposer } from '../../../state/keyboard-focus.ts';
import type { Side } from '../../../state/pane-tree.ts';
import { useCommand, useServices } from '../../../state/use-client.ts';
import { describeChange } from './pane-announcement.ts';

/** Handles them while the page is open. */
export function PaneCommands() {
  const { layout, newId } = useServices();
  const isOpen = useStore(layout, ({ panes }) => panes.length > 0);
  const hasSeveral = useStore(layout, ({ panes }) => panes.length > 1);
  const canReopen = useStore(layout, ({ closed }) => closed.length > 0);
  const change = (edit: (state: Layout) => Layout) => (): void => {
    layout.setState(edit);
    focusComposer();
  };
  useCommand(
    'pane.split',
    change((state) => splitPane(state, 'right', newDraftKey(newId), newId)),
  );
  useCommand(
    'pane.splitDown',
    change((state) => splitPane(state, 'bottom', newDraftKey(newId), newId)),
  );
  useCommand(
    'pane.close',
    change((state) => (state.focused === undefined ? state : closePane(state, state.focused))),
    isOpen,
  );
  useCommand('pane.reopen', change(reopenLast), canReopen);
  useCommand('pane.maximize', change(toggleMaximized), hasSeveral);
  useCommand('pane.even', change(evenPanes), hasSeveral);
  useSideCommands('pane.focus', focusSide, hasSeveral);
  useSideCommands('pane.move', moveFocused, hasSeveral);
  return <PaneStatus />;
}

function useSideCommands(
  prefix: 'pane.focus' | 'pane.move',
  edit: (layout: Layout, side: Side) => Layout,
  enabled: boolean,
): void {
  const { layout } = useServices();
  const run = (side: Side) => (): void => {
    layout.setState((state) => edit(state, side));
    focusComposer();
  };
  useCommand(`${prefix}Left`, run('left'), enabled);
  useCommand(`${prefix}Right`, run('right'), enabled);
  useCommand(`${prefix}Up`, run('top'), enabled);
  useCommand(`${prefix}Down`, run('bottom'), enabled);
}

/** Says what happened to the panes. */
function PaneStatus() {
  const { layout } = useServices();
  const [text, setText] = useState('');
  useEffect(
    () =>
      layout.subscribe((after, before) => {
        const change = describeChange(before, after);
        if (change !== undefined) setText(change);
      }),
    [layout],
  );
  return (
    <p role="status" className="sr-only">
      {text}
    </p>
  );
}
