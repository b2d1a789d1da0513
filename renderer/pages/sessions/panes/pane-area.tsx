// The panes, as rows and columns with movable dividers. On a phone, only the focused one.
import { MessagesSquare, Plus } from 'lucide-react';
import { Fragment, memo, useEffect, useMemo, useRef, type CSSProperties } from 'react';
import { t } from '#messages/translate.ts';
import { Button } from '../../../design/button.tsx';
import { cx } from '../../../design/class-names.ts';
import { Kbd } from '../../../design/kbd.tsx';
import { EmptyState } from '../../../design/states.tsx';
import { Text } from '../../../design/text.tsx';
import { useNarrow } from '../../../design/use-narrow.ts';
import { useSize } from '../../../design/use-size.ts';
import { runCommand } from '../../../state/commands.ts';
import { focusPane, isDraftKey, type Layout, type Pane } from '../../../state/layout.ts';
import { placePanes, type Box, type PanePlan, type Size } from '../../../state/pane-boxes.ts';
import { useServices, useShallowStore } from '../../../state/use-client.ts';
import { useComposerChoices } from '../composer/composer-model.ts';
import { DropTargets } from './drop-targets.tsx';
import { NewSessionPane } from './new-session-pane.tsx';
import { PaneDivider } from './pane-divider.tsx';
import { PaneHeader } from './pane-header.tsx';
import { PaneTabs, TABS_PX } from './pane-tabs.tsx';
import { SessionPane } from './session-pane.tsx';
import { useKeptScroll } from './use-kept-scroll.ts';

const NO_PLAN: PanePlan = { groups: [], dividers: [] };

/** All panes. They stay mounted while they move, and are unmounted while another tab covers them. */
export function PaneArea() {
  const { layout } = useServices();
  const view = useShallowStore(layout, ({ panes, tree, focused, recent, maximized }) => ({
    panes,
    tree,
    focused,
    recent,
    maximized,
  }));
  const { panes, focused } = view;
  const area = useRef<HTMLDivElement>(null);
  const size = useSize(area, panes.length > 0);
  const narrow = useNarrow();
  const plan = useMemo(() => (size === undefined ? NO_PLAN : makePlan(view, size, narrow)), [view, size, narrow]);
  useHidden(panes, plan);
  useKeptScroll(area, view.tree);
  if (panes.length === 0) return <NothingOpen />;
  return (
    <div ref={area} className="relative min-h-0 min-w-0 flex-1 overflow-hidden">
      {plan.groups.map(({ ids, active, ...box }, index) => {
        const at = panes.findIndex(({ id }) => id === active);
        const pane = panes[at];
        if (pane === undefined) return null;
        const hasTabs = ids.length > 1 && !narrow && !view.maximized;
        return (
          <Fragment key={active}>
            {hasTabs && <PaneTabs ids={ids} active={active} box={box} number={index + 1} />}
            <div style={toStyle(hasTabs ? belowTabs(box) : box)} className="absolute flex">
              <PaneView pane={pane} focused={active === focused} alone={panes.length === 1} place={at + 1} />
            </div>
          </Fragment>
        );
      })}
      {plan.dividers.map((divider) => (
        <PaneDivider key={`${divider.path.join('.')}:${divider.at}`} divider={divider} style={toStyle(divider)} />
      ))}
      {size !== undefined && !narrow && <DropTargets plan={plan} size={size} />}
    </div>
  );
}

type View = Pick<Layout, 'tree' | 'focused' | 'recent' | 'maximized'>;

function makePlan({ tree, focused, recent, maximized }: View, size: Size, narrow: boolean): PanePlan {
  if (tree === undefined) return NO_PLAN;
  if (focused === undefined || !(maximized || narrow)) return placePanes(tree, size, recent);
  return { groups: [{ left: 0, top: 0, ...size, ids: [focused], active: focused }], dividers: [] };
}

/** Notes which panes can't be seen. */
function useHidden(panes: readonly Pane[], plan: PanePlan): void {
  const { layout } = useServices();
  useEffect(() => {
    if (plan === NO_PLAN) return;
    const hidden = panes.map(({ id }) => id).filter((id) => !plan.groups.some(({ active }) => active === id));
    if (hidden.join(' ') !== layout.getState().hidden.join(' ')) layout.setState({ hidden });
  }, [layout, panes, plan]);
}

function belowTabs({ top, height, ...box }: Box): Box {
  return { ...box, top: top + TABS_PX, height: height - TABS_PX };
}

function toStyle({ left, top, width, height }: Box): CSSProperties {
  return { left, top, width, height };
}

interface PaneViewProps {
  readonly pane: Pane;
  readonly focused: boolean;
  readonly alone: boolean;
  /** Its number, from left to right and from top to bottom. */
  readonly place: number;
}

/** Doesn't re-render while panes are resized or moved. */
const PaneView = memo(function PaneView({ pane, focused, alone, place }: PaneViewProps) {
  const { layout } = useServices();
  const focus = (): void => layout.setState((state) => focusPane(state, pane.id));
  return (
    <section
      aria-label={alone ? t('sessions.pane') : t('sessions.paneNumber', { number: place })}
      data-drop-files
      data-pane={pane.id}
      onFocusCapture={focus}
      onPointerDownCapture={focus}
      className={cx(
        '@container relative flex min-h-0 min-w-0 flex-1 flex-col bg-surface [contain:layout_style]',
        !alone && (focused ? 'md:shadow-[inset_0_2px_0_var(--accent)]' : 'shadow-none'),
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
});

/** A red line around a pane whose agent never asks. */
function FullAccessFrame({ sessionKey }: { readonly sessionKey: string }) {
  const { mode } = useComposerChoices(sessionKey);
  if (mode !== 'full') return null;
  return <span aria-hidden className="pointer-events-none absolute inset-0 z-10 border border-bad" />;
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
