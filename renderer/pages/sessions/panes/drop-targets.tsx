// While a session is dragged: marks where it would open.
import { useState, type DragEvent } from 'react';
import { useStore } from 'zustand';
import type { PlainMessageId } from '#messages/english.ts';
import { t } from '#messages/translate.ts';
import { focusComposer } from '../../../state/keyboard-focus.ts';
import { placeSession } from '../../../state/layout.ts';
import type { PanePlan, Size } from '../../../state/pane-boxes.ts';
import type { Side } from '../../../state/pane-tree.ts';
import { useServices } from '../../../state/use-client.ts';
import { dragStore, endDrag, findDrop, type Drop } from './pane-drag.ts';

const SIDE_LABELS = {
  left: 'sessions.drop.left',
  right: 'sessions.drop.right',
  top: 'sessions.drop.top',
  bottom: 'sessions.drop.bottom',
} as const satisfies Readonly<Record<Side, PlainMessageId>>;

interface DropTargetsProps {
  readonly plan: PanePlan;
  readonly size: Size;
}

/** Covers the panes only during a drag. */
export function DropTargets(props: DropTargetsProps) {
  const key = useStore(dragStore, (state) => state.key);
  return key === undefined ? null : <DropSurface sessionKey={key} {...props} />;
}

function DropSurface({ sessionKey, plan, size }: DropTargetsProps & { readonly sessionKey: string }) {
  const { layout, newId } = useServices();
  const dragged = useStore(layout, ({ panes }) => panes.find(({ key }) => key === sessionKey)?.id);
  const [drop, setDrop] = useState<Drop>();
  const find = (event: DragEvent): Drop | undefined => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return findDrop(plan, size, { x: event.clientX - left, y: event.clientY - top }, dragged);
  };
  const onDragOver = (event: DragEvent): void => {
    const next = find(event);
    if (next !== undefined) event.preventDefault();
    setDrop((last) => (JSON.stringify(last) === JSON.stringify(next) ? last : next));
  };
  const onDrop = (event: DragEvent): void => {
    const found = find(event);
    endDrag();
    if (found === undefined) return;
    event.preventDefault();
    layout.setState((state) => placeSession(state, sessionKey, found.target, newId));
    focusComposer();
  };
  return (
    <div
      data-drop-session
      onDragOver={onDragOver}
      onDragLeave={() => setDrop(undefined)}
      onDrop={onDrop}
      // Not fired during a drag: its end was missed, because the dragged element is gone.
      onMouseMove={endDrag}
      className="absolute inset-0 z-30"
    >
      {drop === undefined ? null : <Mark drop={drop} swaps={dragged !== undefined} />}
    </div>
  );
}

function Mark({ drop: { target, box }, swaps }: { readonly drop: Drop; readonly swaps: boolean }) {
  const middle = swaps ? t('sessions.drop.swap') : t('sessions.drop.here');
  return (
    <div
      style={{ left: box.left, top: box.top, width: box.width, height: box.height }}
      className="pointer-events-none absolute p-1.5 transition-[left,top,width,height] duration-100 motion-reduce:transition-none"
    >
      <div className="flex h-full items-center justify-center rounded-lg border-2 border-accent bg-accent-soft/70">
        <span className="rounded-full bg-raised px-3 py-1 text-xs font-medium text-ink shadow-mid">
          {target.kind === 'side' ? t(SIDE_LABELS[target.side]) : middle}
        </span>
      </div>
    </div>
  );
}
