// The open panes by name, shown where they don't all fit next to each other.
import { t } from '#messages/translate.ts';
import { cx } from '../../../design/class-names.ts';
import { focusComposer } from '../../../state/keyboard-focus.ts';
import { isDraftKey, type Pane } from '../../../state/layout.ts';
import { sessionTitle } from '../../../state/session-list.ts';
import { useServices, useSessionRow } from '../../../state/use-client.ts';
import { SessionStateMark } from '../sidebar/session-state-mark.tsx';

interface PaneStripProps {
  readonly panes: readonly Pane[];
  readonly focused: string | undefined;
  /** How many are out of view. */
  readonly hidden: number;
}

/** Each name scrolls to its pane. */
export function PaneStrip({ panes, focused, hidden }: PaneStripProps) {
  return (
    <nav
      aria-label={t('sessions.openPanes')}
      className="flex shrink-0 items-center gap-2 border-b border-line bg-canvas px-2 py-1 max-md:hidden"
    >
      <ul className="flex min-w-0 flex-1 gap-0.5 overflow-x-auto">
        {panes.map((pane) => (
          <li key={pane.id} className="min-w-24 shrink">
            <PaneName pane={pane} focused={pane.id === focused} />
          </li>
        ))}
      </ul>
      <span className="shrink-0 text-2xs text-ink-faint">{t('sessions.panesHidden', { count: hidden })}</span>
    </nav>
  );
}

function PaneName({ pane, focused }: { readonly pane: Pane; readonly focused: boolean }) {
  const { layout } = useServices();
  const row = useSessionRow(pane.key);
  const show = (): void => {
    layout.setState({ focused: pane.id });
    focusComposer();
  };
  return (
    <button
      type="button"
      aria-current={focused ? 'true' : undefined}
      onClick={show}
      className={cx(
        'flex h-6.5 w-full max-w-52 items-center gap-1.5 rounded-md px-2 text-xs',
        focused ? 'bg-active font-medium text-ink' : 'text-ink-soft hover:bg-hover hover:text-ink',
      )}
    >
      <SessionStateMark row={row} still />
      <span className="truncate">{isDraftKey(pane.key) ? t('sessions.new') : sessionTitle(row)}</span>
    </button>
  );
}
