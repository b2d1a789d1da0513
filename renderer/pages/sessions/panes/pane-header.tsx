// The header of a pane: title and state of the session, and pane actions.
import { ArrowLeft, Columns2, Ellipsis, LayoutGrid, Maximize2, Minimize2, PanelRight, Rows2, X } from 'lucide-react';
import { memo } from 'react';
import { useStore } from 'zustand';
import { joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { IconButton } from '../../../design/button.tsx';
import { cx } from '../../../design/class-names.ts';
import { Menu } from '../../../design/menu.tsx';
import {
  closePane,
  focusPane,
  isDraftKey,
  newDraftKey,
  splitPane,
  toggleInspector,
  toggleMaximized,
  type Layout,
  type Pane,
} from '../../../state/layout.ts';
import { firstKey } from '../../../state/key-bindings.ts';
import { navigate } from '../../../state/route.ts';
import { sessionTitle } from '../../../state/session-list.ts';
import { useServices, useSessionRow } from '../../../state/use-client.ts';
import { MachineMark } from '../../machines/machine-mark.tsx';
import { BranchButton } from '../../worktrees/branch-button.tsx';
import { useComposerChoices } from '../composer/composer-model.ts';
import { SessionStateMark } from '../sidebar/session-state-mark.tsx';
import { useSessionMenu } from '../sidebar/use-session-menu.ts';
import { dragSession, endDrag } from './pane-drag.ts';
import { usePaneMenu } from './use-pane-menu.ts';

/** `alone`: the only pane, which can't be closed. */
export function PaneHeader({ pane, alone }: { readonly pane: Pane; readonly alone: boolean }) {
  const { layout } = useServices();
  const row = useSessionRow(pane.key);
  const entries = useSessionMenu(row);
  const draft = isDraftKey(pane.key);
  return (
    <header
      draggable={!alone}
      onDragStart={(event) => dragSession(event, pane.key)}
      onDragEnd={endDrag}
      onDoubleClick={(event) => (isOnButton(event.target) ? undefined : layout.setState(toggleMaximized))}
      className={cx(
        'flex h-12 shrink-0 items-center gap-1.5 border-b border-line pe-2 ps-4 max-md:ps-1.5',
        !alone && 'md:cursor-grab md:active:cursor-grabbing',
      )}
    >
      <span className="md:hidden">
        <IconButton icon={ArrowLeft} label={t('sessions.back')} onClick={() => navigate('/sessions')} />
      </span>
      {draft ? null : <SessionStateMark row={row} still />}
      <div className="min-w-0">
        <h1 className="truncate text-sm font-semibold text-ink">{draft ? t('sessions.new') : sessionTitle(row)}</h1>
        <PanePlace sessionKey={pane.key} className="@lg:hidden" />
      </div>
      {row?.execCwd === undefined ? null : (
        <span className="min-w-0 flex-1 truncate text-xs text-ink-faint @max-lg:hidden">{folderName(row.execCwd)}</span>
      )}
      <span className="flex-1" />
      {draft ? null : <BranchButton sessionKey={pane.key} />}
      {row?.machine === undefined ? null : <MachineMark sessionKey={pane.key} kind={row.machine} />}
      {entries.length === 0 ? null : (
        <Menu entries={entries} align="end">
          <IconButton icon={Ellipsis} label={t('sessions.menu')} />
        </Menu>
      )}
      <PaneButtons pane={pane} alone={alone} />
      {!draft && (
        <IconButton
          icon={PanelRight}
          label={t('sessions.inspector')}
          keys={firstKey('inspector.toggle')}
          onClick={() => layout.setState((state) => toggleInspector(state, state.inspectorTab))}
        />
      )}
      {alone ? null : (
        <span className="max-md:hidden">
          <IconButton
            icon={X}
            label={t('sessions.closePane')}
            keys={firstKey('pane.close')}
            onClick={() => layout.setState((state) => closePane(state, pane.id))}
          />
        </span>
      )}
    </header>
  );
}

/** Split, maximize, and the menu, which has all of it where there is no room for the buttons. */
const PaneButtons = memo(function PaneButtons({ pane, alone }: { readonly pane: Pane; readonly alone: boolean }) {
  const { layout, newId } = useServices();
  const maximized = useStore(layout, (state) => state.maximized);
  const entries = usePaneMenu(pane, alone);
  const change = (edit: (state: Layout) => Layout) => (): void =>
    layout.setState((state) => edit(focusPane(state, pane.id)));
  return (
    <span className="flex items-center gap-1.5 max-md:hidden">
      <span className="flex items-center gap-1.5 @max-lg:hidden">
        <IconButton
          icon={Columns2}
          label={t('sessions.splitRight')}
          keys={firstKey('pane.split')}
          onClick={change((state) => splitPane(state, 'right', newDraftKey(newId), newId))}
        />
        <IconButton
          icon={Rows2}
          label={t('sessions.splitDown')}
          keys={firstKey('pane.splitDown')}
          onClick={change((state) => splitPane(state, 'bottom', newDraftKey(newId), newId))}
        />
        {alone ? null : (
          <IconButton
            icon={maximized ? Minimize2 : Maximize2}
            label={maximized ? t('sessions.restorePanes') : t('sessions.maximizePane')}
            keys={firstKey('pane.maximize')}
            onClick={change(toggleMaximized)}
          />
        )}
      </span>
      <Menu entries={entries} align="end">
        <IconButton icon={LayoutGrid} label={t('sessions.paneMenu')} />
      </Menu>
    </span>
  );
});

function isOnButton(target: EventTarget): boolean {
  return target instanceof Element && target.closest('button') !== null;
}

interface PanePlaceProps {
  readonly sessionKey: string;
  readonly className: string;
}

/** Who works where, below the title: the only place that shows it in a narrow pane. */
function PanePlace({ sessionKey, className }: PanePlaceProps) {
  const { agent } = useComposerChoices(sessionKey);
  const folder = useSessionRow(sessionKey)?.execCwd ?? agent?.workspace;
  const name = agent?.identity?.name ?? agent?.name ?? agent?.id;
  const place = joinFacts(name, folder === undefined ? '' : folderName(folder));
  if (place === '') return null;
  return (
    <p title={joinFacts(name, folder)} className={cx('truncate text-2xs text-ink-faint', className)}>
      {place}
    </p>
  );
}

function folderName(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
}
