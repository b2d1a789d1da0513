// Panes side by side, with movable dividers. On a phone, only the focused one.
import { MessagesSquare, Plus } from 'lucide-react';
import { useRef, type RefObject } from 'react';
import { useStore } from 'zustand';
import { t } from '#messages/translate.ts';
import { Button } from '../../../design/button.tsx';
import { cx } from '../../../design/class-names.ts';
import { Kbd } from '../../../design/kbd.tsx';
import { Resizer } from '../../../design/resizer.tsx';
import { EmptyState } from '../../../design/states.tsx';
import { Text } from '../../../design/text.tsx';
import { runCommand } from '../../../state/commands.ts';
import { isDraftKey, resizePane, type Pane } from '../../../state/layout.ts';
import { useServices } from '../../../state/use-client.ts';
import { NewSessionPane } from './new-session-pane.tsx';
import { PaneHeader } from './pane-header.tsx';
import { SessionPane } from './session-pane.tsx';

/** All panes. */
export function PaneArea() {
  const { layout } = useServices();
  const panes = useStore(layout, (state) => state.panes);
  const focused = useStore(layout, (state) => state.focused);
  const area = useRef<HTMLDivElement>(null);
  if (panes.length === 0) return <NothingOpen />;
  return (
    <div ref={area} className="flex min-h-0 min-w-0 flex-1 overflow-x-auto">
      {panes.map((pane, index) => (
        <div
          key={pane.id}
          style={{ flexGrow: pane.share }}
          className={cx('flex min-h-0 min-w-76 basis-0 max-md:min-w-0', pane.id !== focused && 'max-md:hidden')}
        >
          <PaneView pane={pane} focused={pane.id === focused} alone={panes.length === 1} place={index + 1} />
          {index === panes.length - 1 ? null : <Divider pane={pane} area={area} />}
        </div>
      ))}
    </div>
  );
}

interface PaneViewProps {
  readonly pane: Pane;
  readonly focused: boolean;
  readonly alone: boolean;
  /** Its number from the left. */
  readonly place: number;
}

function PaneView({ pane, focused, alone, place }: PaneViewProps) {
  const { layout } = useServices();
  const focus = (): void =>
    layout.setState((state) => (state.focused === pane.id ? state : { ...state, focused: pane.id }));
  return (
    <section
      aria-label={alone ? t('sessions.pane') : t('sessions.paneNumber', { number: place })}
      onFocusCapture={focus}
      onPointerDownCapture={focus}
      className={cx(
        '@container flex min-h-0 min-w-0 flex-1 flex-col bg-surface [contain:layout_style]',
        !alone && (focused ? 'shadow-[inset_0_2px_0_var(--accent)]' : 'shadow-none'),
      )}
    >
      <PaneHeader pane={pane} alone={alone} />
      {isDraftKey(pane.key) ? (
        <NewSessionPane key={pane.key} draftKey={pane.key} focused={focused} />
      ) : (
        <SessionPane key={pane.key} sessionKey={pane.key} focused={focused} />
      )}
    </section>
  );
}

/** Moves with the pointer, and with the arrow keys by 2%. */
function Divider({ pane, area }: { readonly pane: Pane; readonly area: RefObject<HTMLDivElement | null> }) {
  const { layout } = useServices();
  const move = (by: number): void => layout.setState((state) => resizePane(state, pane.id, by));
  return (
    <Resizer
      label={t('sessions.paneWidth')}
      value={Math.round(pane.share * 100)}
      onDrag={(px) => move(px / Math.max(1, area.current?.clientWidth ?? 1))}
      onStep={(direction) => move(0.02 * direction)}
      className="relative z-10 w-px shrink-0 cursor-col-resize bg-line before:absolute before:inset-y-0 before:-inset-x-1 hover:bg-accent focus-visible:bg-accent max-md:hidden"
    />
  );
}

function NothingOpen() {
  return (
    <div className="flex min-w-0 flex-1 bg-surface max-md:hidden">
      <EmptyState
        icon={MessagesSquare}
        title={t('sessions.nothingOpen')}
        action={
          <Button label={t('sessions.new')} look="primary" icon={Plus} onClick={() => runCommand('session.new')} />
        }
        text={<Text id="sessions.nothingOpenText" values={{ keys: <Kbd keys="Mod+K" /> }} />}
      />
    </div>
  );
}
