// Panes side by side, with movable dividers. On a phone, only the focused one.
import { MessagesSquare, Plus } from 'lucide-react';
import { useEffect, useRef, type RefObject } from 'react';
import { useStore } from 'zustand';
import { t } from '#messages/translate.ts';
import { Button } from '../../../design/button.tsx';
import { cx } from '../../../design/class-names.ts';
import { Kbd } from '../../../design/kbd.tsx';
import { Resizer } from '../../../design/resizer.tsx';
import { EmptyState } from '../../../design/states.tsx';
import { Text } from '../../../design/text.tsx';
import { useWidth } from '../../../design/use-width.ts';
import { runCommand } from '../../../state/commands.ts';
import { isDraftKey, resizePane, type Pane } from '../../../state/layout.ts';
import { useServices } from '../../../state/use-client.ts';
import { useComposerChoices } from '../composer/composer-model.ts';
import { NewSessionPane } from './new-session-pane.tsx';
import { PaneHeader } from './pane-header.tsx';
import { countHidden, PANE_MIN_PX, scrollToShow } from './pane-overflow.ts';
import { PaneStrip } from './pane-strip.tsx';
import { SessionPane } from './session-pane.tsx';

/** All panes. */
export function PaneArea() {
  const { layout } = useServices();
  const panes = useStore(layout, (state) => state.panes);
  const focused = useStore(layout, (state) => state.focused);
  const area = useRef<HTMLDivElement>(null);
  const width = useWidth(area, panes.length > 0);
  useEffect(() => {
    if (area.current !== null) showPane(area.current, focused);
  }, [focused, panes, width]);
  if (panes.length === 0) return <NothingOpen />;
  const hidden = countHidden(panes.length, width);
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      {hidden > 0 && <PaneStrip panes={panes} focused={focused} hidden={hidden} />}
      <div ref={area} className="flex min-h-0 min-w-0 flex-1 overflow-x-auto">
        {panes.map((pane, index) => (
          <div
            key={pane.id}
            data-pane={pane.id}
            style={{ flexGrow: pane.share, minWidth: `min(100%, ${PANE_MIN_PX}px)` }}
            className={cx('flex min-h-0 basis-0', pane.id !== focused && 'max-md:hidden')}
          >
            <PaneView pane={pane} focused={pane.id === focused} alone={panes.length === 1} place={index + 1} />
            {index === panes.length - 1 ? null : <Divider pane={pane} area={area} />}
          </div>
        ))}
      </div>
    </div>
  );
}

/** Scrolls only this area: `scrollIntoView` would also move what surrounds it. */
function showPane(area: HTMLElement, id: string | undefined): void {
  const pane = [...area.children].find((child) => child instanceof HTMLElement && child.dataset['pane'] === id);
  if (!(pane instanceof HTMLElement)) return;
  const start = pane.offsetLeft - area.offsetLeft;
  const view = { start: area.scrollLeft, size: area.clientWidth };
  area.scrollTo({ left: scrollToShow({ start, size: pane.offsetWidth }, view) });
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
      data-drop-files
      onFocusCapture={focus}
      onPointerDownCapture={focus}
      className={cx(
        '@container relative flex min-h-0 min-w-0 flex-1 flex-col bg-surface [contain:layout_style]',
        !alone && (focused ? 'shadow-[inset_0_2px_0_var(--accent)]' : 'shadow-none'),
      )}
    >
      <PaneHeader pane={pane} alone={alone} />
      <FullAccessFrame sessionKey={pane.key} />
      {isDraftKey(pane.key) ? (
        <NewSessionPane key={pane.key} draftKey={pane.key} focused={focused} />
      ) : (
        <SessionPane key={pane.key} sessionKey={pane.key} focused={focused} />
      )}
    </section>
  );
}

/** A red line around a pane whose agent never asks. */
function FullAccessFrame({ sessionKey }: { readonly sessionKey: string }) {
  const { mode } = useComposerChoices(sessionKey);
  if (mode !== 'full') return null;
  return <span aria-hidden className="pointer-events-none absolute inset-0 z-10 border border-bad" />;
}

/** Moves with the pointer, and with the arrow keys by 2%. */
function Divider({ pane, area }: { readonly pane: Pane; readonly area: RefObject<HTMLDivElement | null> }) {
  const { layout } = useServices();
  const move = (by: number): void => layout.setState((state) => resizePane(state, pane.id, by));
  return (
    <Resizer
      label={t('sessions.paneWidth')}
      value={Math.round(pane.share * 100)}
      onDrag={(px) => move(px / Math.max(1, area.current?.scrollWidth ?? 1))}
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
