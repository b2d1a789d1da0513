// The tabs of the terminals of a session. Those that are side by side share a frame.
import { Columns2, Pencil, X } from 'lucide-react';
import { useState } from 'react';
import { MAX_TERMINAL_NAME } from '#contract/types/terminals.ts';
import { t } from '#messages/translate.ts';
import { cx } from '../../design/class-names.ts';
import { ContextMenu } from '../../design/menu.tsx';
import { attempt } from '../../design/toasts.ts';
import { firstKey } from '../../state/key-bindings.ts';
import type { SessionTerminals, SessionTerminalsState, TerminalTab } from './session-terminals.ts';

interface TabRowProps {
  readonly terminals: SessionTerminals;
  readonly state: SessionTerminalsState;
  /** The tab whose name is being changed. */
  readonly renaming: string | undefined;
  readonly onRename: (id: string | undefined) => void;
  /** A tab was chosen, or split. */
  readonly onFocus: () => void;
}

/** Double-click a tab to rename it. */
export function TabRow({ terminals, state: { tabs, groups, active }, renaming, onRename, onFocus }: TabRowProps) {
  const byId = new Map(tabs.map((tab) => [tab.id, tab]));
  const select = (id: string) => {
    terminals.select(id);
    onFocus();
  };
  return (
    <ul aria-label={t('terminal.list')} className="flex min-w-0 flex-1 gap-1 overflow-x-auto p-px">
      {groups.map((group) => (
        <li key={group[0]} className={cx('flex shrink-0 rounded-md', group.length > 1 && 'ring-1 ring-line')}>
          {group.flatMap((id) => {
            const tab = byId.get(id);
            return tab === undefined ? (
              []
            ) : (
              <Tab
                key={id}
                tab={tab}
                isActive={id === active}
                isRenaming={id === renaming}
                onSelect={() => select(id)}
                onRename={() => onRename(id)}
                onRenamed={(byKey) => {
                  onRename(undefined);
                  if (byKey) onFocus();
                }}
                onNamed={(name) => attempt(t('terminal.renameFailed'), () => terminals.rename(id, name))}
                onSplit={() => {
                  terminals.select(id);
                  terminals.split();
                  onFocus();
                }}
                onClose={() => attempt(t('terminal.closeFailed'), () => terminals.close(id))}
              />
            );
          })}
        </li>
      ))}
    </ul>
  );
}

interface TabProps {
  readonly tab: TerminalTab;
  readonly isActive: boolean;
  readonly isRenaming: boolean;
  readonly onSelect: () => void;
  readonly onRename: () => void;
  /** `byKey`: the keyboard was used, so it belongs to the terminal again. */
  readonly onRenamed: (byKey: boolean) => void;
  readonly onNamed: (name: string) => void;
  readonly onSplit: () => void;
  readonly onClose: () => void;
}

function Tab({ tab, isActive, isRenaming, onSelect, onRename, onRenamed, onNamed, onSplit, onClose }: TabProps) {
  if (isRenaming) return <NameField name={tab.title} onNamed={onNamed} onDone={onRenamed} />;
  const keys = (id: 'terminal.rename' | 'terminal.split' | 'terminal.close') => firstKey(id) ?? '';
  return (
    <ContextMenu
      entries={[
        {
          kind: 'item',
          label: t('terminal.rename'),
          icon: <Pencil size={14} />,
          keys: keys('terminal.rename'),
          run: onRename,
        },
        {
          kind: 'item',
          label: t('terminal.split'),
          icon: <Columns2 size={14} />,
          keys: keys('terminal.split'),
          run: onSplit,
        },
        { kind: 'line' },
        {
          kind: 'item',
          label: t('terminal.closeThis'),
          icon: <X size={14} />,
          keys: keys('terminal.close'),
          run: onClose,
        },
      ]}
    >
      <span
        className={cx('flex items-center rounded-md', isActive ? 'bg-active text-ink' : 'text-ink-soft hover:bg-hover')}
      >
        <button
          type="button"
          aria-current={isActive ? 'true' : undefined}
          onClick={onSelect}
          onDoubleClick={onRename}
          className="max-w-40 truncate py-1 pe-1 ps-2.5 text-xs"
        >
          {tab.title}
          {(tab.state === 'exited' || tab.state === 'ended') && (
            <span className="text-ink-faint"> · {t('terminal.exited')}</span>
          )}
        </button>
        <button
          type="button"
          aria-label={t('terminal.close', { title: tab.title })}
          onClick={onClose}
          className="me-0.5 rounded-sm p-1 text-ink-faint hover:text-ink"
        >
          <X size={12} aria-hidden />
        </button>
      </span>
    </ContextMenu>
  );
}

interface NameFieldProps {
  readonly name: string;
  readonly onNamed: (name: string) => void;
  readonly onDone: (byKey: boolean) => void;
}

/** Enter or a click elsewhere saves the name; Escape doesn't. */
function NameField({ name, onNamed, onDone }: NameFieldProps) {
  const [text, setText] = useState(name);
  return (
    <input
      autoFocus
      aria-label={t('terminal.name')}
      value={text}
      maxLength={MAX_TERMINAL_NAME}
      onChange={({ target }) => setText(target.value)}
      onFocus={({ target }) => target.select()}
      onBlur={() => {
        onNamed(text);
        onDone(false);
      }}
      onKeyDown={({ key }) => {
        if (key === 'Enter') onNamed(text);
        if (key === 'Enter' || key === 'Escape') onDone(true);
      }}
      className="w-32 rounded-md bg-raised px-2 py-1 text-xs text-ink ring-1 ring-line-strong outline-none focus:ring-accent"
    />
  );
}
