// Inspector tab: the user's own shells in the workspace, one tab each. The agent's commands don't run here.
import { Plus, RotateCw, Search, SquareTerminal, X } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { t } from '#messages/translate.ts';
import { Button, IconButton } from '../../design/button.tsx';
import { cx } from '../../design/class-names.ts';
import { Kbd } from '../../design/kbd.tsx';
import { EmptyState, SkeletonLines } from '../../design/states.tsx';
import { Text } from '../../design/text.tsx';
import { attempt } from '../../design/toasts.ts';
import { requestTerminal, terminalFocus } from '../../state/keyboard-focus.ts';
import { firstKey } from '../../state/key-map.ts';
import { browserStorage } from '../../state/storage.ts';
import { useClient } from '../../state/use-client.ts';
import { TerminalScreen } from './terminal-screen.tsx';
import { TerminalTabs, type TerminalTab } from './terminal-tabs.ts';

/** Terminals of one session. A shell starts when the user asks for one, and not in each session that is visited. */
export function TerminalPanel({ sessionKey }: { readonly sessionKey: string }) {
  const client = useClient();
  const terminals = useMemo(() => new TerminalTabs(client, sessionKey, browserStorage), [client, sessionKey]);
  useEffect(() => {
    void terminals.start();
    return () => terminals.stop();
  }, [terminals]);
  const { ready, tabs, active } = useStore(terminals.store);
  const asked = useStore(terminalFocus, (state) => state.sessionKey === sessionKey);
  useEffect(() => {
    if (asked && ready) terminals.openFirst();
  }, [asked, ready, terminals]);
  const [finding, setFinding] = useState(false);
  const focus = (): void => requestTerminal(sessionKey);
  const add = (): void => {
    terminals.add();
    focus();
  };
  if (!ready) return <SkeletonLines count={3} label={t('terminal.looking')} className="p-4" />;
  if (tabs.length === 0) {
    return (
      <EmptyState
        icon={SquareTerminal}
        title={t('terminal.none')}
        action={<Button label={t('terminal.open')} look="primary" onClick={add} />}
        text={<Text id="terminal.noneText" values={{ keys: <Kbd keys={firstKey('terminal.toggle') ?? ''} /> }} />}
      />
    );
  }
  return (
    <div className="flex h-full min-h-0 flex-col bg-code">
      <div className="flex min-h-9 shrink-0 items-center gap-1 border-b border-line bg-surface px-1.5">
        <TabRow terminals={terminals} tabs={tabs} active={active} onSelect={focus} />
        <IconButton icon={Search} label={t('terminal.find')} pressed={finding} onClick={() => setFinding(!finding)} />
        <IconButton icon={Plus} label={t('terminal.new')} onClick={add} />
      </div>
      {tabs.map((tab) => (
        <div
          key={tab.id}
          role="group"
          aria-label={tab.title}
          className={cx('flex min-h-0 flex-1 flex-col', tab.id !== active && 'hidden')}
        >
          <Notice
            tab={tab}
            onRestart={() => {
              terminals.restart(tab.id);
              focus();
            }}
          />
          <TerminalScreen
            sessionKey={sessionKey}
            terminals={terminals}
            tab={tab}
            visible={tab.id === active}
            finding={finding && tab.id === active}
            onFindClose={() => setFinding(false)}
          />
        </div>
      ))}
    </div>
  );
}

interface TabRowProps {
  readonly terminals: TerminalTabs;
  readonly tabs: readonly TerminalTab[];
  readonly active: string | undefined;
  readonly onSelect: () => void;
}

function TabRow({ terminals, tabs, active, onSelect }: TabRowProps) {
  const close = (id: string) => attempt(t('terminal.closeFailed'), () => terminals.close(id));
  return (
    <ul aria-label={t('terminal.list')} className="flex min-w-0 flex-1 gap-0.5 overflow-x-auto">
      {tabs.map((tab) => (
        <li
          key={tab.id}
          className={cx(
            'flex shrink-0 items-center rounded-md',
            tab.id === active ? 'bg-active text-ink' : 'text-ink-soft hover:bg-hover',
          )}
        >
          <button
            type="button"
            aria-current={tab.id === active ? 'true' : undefined}
            onClick={() => {
              terminals.select(tab.id);
              onSelect();
            }}
            className="max-w-36 truncate py-1 pr-1 pl-2.5 text-xs"
          >
            {tab.title}
            {tab.state === 'exited' && <span className="text-ink-faint"> · {t('terminal.exited')}</span>}
          </button>
          <button
            type="button"
            aria-label={t('terminal.close', { title: tab.title })}
            onClick={() => close(tab.id)}
            className="mr-0.5 rounded-sm p-1 text-ink-faint hover:text-ink"
          >
            <X size={12} aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  );
}

function Notice({ tab, onRestart }: { readonly tab: TerminalTab; readonly onRestart: () => void }) {
  if (tab.state !== 'exited' && tab.state !== 'failed') return null;
  return (
    <div
      role="status"
      className="flex items-center gap-2 border-b border-line bg-surface px-3 py-1.5 text-xs text-ink-soft"
    >
      <span className="min-w-0 flex-1 wrap-anywhere">{describeEnd(tab)}</span>
      <Button size="sm" icon={RotateCw} onClick={onRestart}>
        {tab.state === 'failed' ? t('controls.retry') : t('terminal.restart')}
      </Button>
    </div>
  );
}

function describeEnd({ state, error, exitCode }: TerminalTab): string {
  if (state === 'failed') return error ?? t('terminal.openFailed');
  return exitCode === null || exitCode === undefined
    ? t('terminal.ended')
    : t('terminal.endedWithCode', { code: String(exitCode) });
}
