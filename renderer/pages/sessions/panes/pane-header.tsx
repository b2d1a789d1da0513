// The header of a pane: title and state of the session, and pane actions.
import { ArrowLeft, Columns2, Ellipsis, PanelRight, X } from 'lucide-react';
import { joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { IconButton } from '../../../design/button.tsx';
import { cx } from '../../../design/class-names.ts';
import { Menu } from '../../../design/menu.tsx';
import { closePane, isDraftKey, newDraftKey, splitRight, toggleInspector, type Pane } from '../../../state/layout.ts';
import { firstKey } from '../../../state/key-map.ts';
import { navigate } from '../../../state/route.ts';
import { sessionTitle } from '../../../state/session-list.ts';
import { useServices, useSessionRow } from '../../../state/use-client.ts';
import { MachineMark } from '../../machines/machine-mark.tsx';
import { BranchButton } from '../../worktrees/branch-button.tsx';
import { useComposerChoices } from '../composer/composer-model.ts';
import { SessionStateMark } from '../sidebar/session-state-mark.tsx';
import { useSessionMenu } from '../sidebar/use-session-menu.ts';

/** `alone`: the only pane, which can't be closed. */
export function PaneHeader({ pane, alone }: { readonly pane: Pane; readonly alone: boolean }) {
  const { layout, newId } = useServices();
  const row = useSessionRow(pane.key);
  const entries = useSessionMenu(row);
  const draft = isDraftKey(pane.key);
  return (
    <header className="flex h-12 shrink-0 items-center gap-1.5 border-b border-line pr-2 pl-4 max-md:pl-1.5">
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
      <span className="max-md:hidden">
        <IconButton
          icon={Columns2}
          label={t('sessions.splitRight')}
          keys={firstKey('pane.split')}
          onClick={() =>
            layout.setState((state) => splitRight({ ...state, focused: pane.id }, newDraftKey(newId), newId))
          }
        />
      </span>
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
