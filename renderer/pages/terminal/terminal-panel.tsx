// The user's own shells in the workspace of a session, one tab each, beside or below it. The agent's commands don't run here.
import { Columns2, PanelBottom, PanelRight, Plus, RotateCw, Search, SquareTerminal, X } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { formatDateTime } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button, IconButton } from '../../design/button.tsx';
import { cx } from '../../design/class-names.ts';
import { Kbd } from '../../design/kbd.tsx';
import { EmptyState, SkeletonLines } from '../../design/states.tsx';
import { Text } from '../../design/text.tsx';
import { attempt } from '../../design/toasts.ts';
import { requestTerminal, terminalFocus } from '../../state/keyboard-focus.ts';
import { firstKey } from '../../state/key-bindings.ts';
import { browserStorage } from '../../state/storage.ts';
import { hideTerminal, moveTerminal, useTerminalPlace } from '../../state/terminal-place.ts';
import { useClient, useCommand, useServices } from '../../state/use-client.ts';
import { SessionTerminals, type SessionTerminalsState, type TerminalTab } from './session-terminals.ts';
import { TabRow } from './tab-row.tsx';
import { getGroup } from './terminal-groups.ts';
import { TerminalScreen } from './terminal-screen.tsx';

/** Terminals of one session. A shell starts when the user asks for one, and not in each session that is visited. */
export function TerminalPanel({ sessionKey }: { readonly sessionKey: string }) {
  const client = useClient();
  const terminals = useMemo(() => new SessionTerminals(client, sessionKey, browserStorage), [client, sessionKey]);
  useEffect(() => {
    terminals.start();
    return () => terminals.stop();
  }, [terminals]);
  const state = useStore(terminals.store);
  const asked = useStore(terminalFocus, (focus) => focus.sessionKey === sessionKey);
  useEffect(() => {
    if (asked && state.ready) terminals.openFirst();
  }, [asked, state.ready, terminals]);
  const [finding, setFinding] = useState(false);
  const [renaming, setRenaming] = useState<string | undefined>();
  const focusAfter = (run: () => void) => () => {
    run();
    requestTerminal(sessionKey);
  };
  const { active } = state;
  const add = focusAfter(() => terminals.add());
  const split = focusAfter(() => terminals.split());
  useCommand('terminal.new', add);
  useCommand('terminal.split', split, active !== undefined);
  useCommand(
    'terminal.next',
    focusAfter(() => terminals.step(1)),
    active !== undefined,
  );
  useCommand(
    'terminal.previous',
    focusAfter(() => terminals.step(-1)),
    active !== undefined,
  );
  useCommand('terminal.find', () => setFinding(true), active !== undefined);
  useCommand('terminal.rename', () => setRenaming(active), active !== undefined);
  useCommand('terminal.close', () => closeActive(terminals, sessionKey), active !== undefined);
  if (!state.ready) return <SkeletonLines count={3} label={t('terminal.looking')} className="p-4" />;
  if (state.tabs.length === 0) return <NoTerminals onOpen={add} />;
  return (
    <div className="@container flex h-full min-h-0 flex-col bg-code">
      <div className="flex min-h-9 shrink-0 items-center gap-0.5 border-b border-line bg-surface px-1.5">
        <TabRow
          terminals={terminals}
          state={state}
          renaming={renaming}
          onRename={setRenaming}
          onFocus={() => requestTerminal(sessionKey)}
        />
        <IconButton
          icon={Search}
          label={t('terminal.find')}
          keys={firstKey('terminal.find')}
          pressed={finding}
          onClick={() => setFinding(!finding)}
        />
        <IconButton
          icon={Columns2}
          label={t('terminal.split')}
          keys={firstKey('terminal.split')}
          onClick={split}
          className="max-md:hidden"
        />
        <IconButton icon={Plus} label={t('terminal.new')} keys={firstKey('terminal.new')} onClick={add} />
        <PlaceButtons />
      </div>
      <Screens
        sessionKey={sessionKey}
        terminals={terminals}
        state={state}
        finding={finding}
        onFindClose={() => {
          setFinding(false);
          requestTerminal(sessionKey);
        }}
      />
    </div>
  );
}

function closeActive(terminals: SessionTerminals, sessionKey: string): void {
  const { active } = terminals.store.getState();
  if (active === undefined) return;
  attempt(t('terminal.closeFailed'), () => terminals.close(active));
  if (terminals.store.getState().active !== undefined) requestTerminal(sessionKey);
}

function NoTerminals({ onOpen }: { readonly onOpen: () => void }) {
  return (
    <EmptyState
      icon={SquareTerminal}
      title={t('terminal.none')}
      action={<Button label={t('terminal.open')} look="primary" onClick={onOpen} />}
      text={<Text id="terminal.noneText" values={{ keys: <Kbd keys={firstKey('terminal.toggle') ?? ''} /> }} />}
    />
  );
}

/** Moves the terminals, and hides them where nothing else does. Phones have one place for them. */
function PlaceButtons() {
  const services = useServices();
  const place = useTerminalPlace();
  return (
    <>
      <IconButton
        icon={place === 'right' ? PanelBottom : PanelRight}
        label={t(place === 'right' ? 'terminal.moveBelow' : 'terminal.moveRight')}
        keys={firstKey('terminal.place')}
        onClick={() => moveTerminal(services)}
        className="max-md:hidden"
      />
      {place === 'below' && <IconButton icon={X} label={t('terminal.hide')} onClick={() => hideTerminal(services)} />}
    </>
  );
}

interface ScreensProps {
  readonly sessionKey: string;
  readonly terminals: SessionTerminals;
  readonly state: SessionTerminalsState;
  readonly finding: boolean;
  readonly onFindClose: () => void;
}

/** The group of the active tab side by side, or one below the other in a narrow panel. A phone shows the active one. */
function Screens({ sessionKey, terminals, state: { tabs, groups, active }, finding, onFindClose }: ScreensProps) {
  const shown = getGroup(groups, active);
  // A terminal is connected when it is first shown, and stays so.
  const [opened, setOpened] = useState<readonly string[]>([]);
  if (shown.some((id) => !opened.includes(id))) setOpened([...new Set([...opened, ...shown])]);
  return (
    <div className="flex min-h-0 flex-1 @max-xl:flex-col">
      {tabs
        .filter(({ id }) => opened.includes(id))
        .map((tab) => (
          <div
            key={tab.id}
            role="group"
            aria-label={tab.title}
            style={{ order: shown.indexOf(tab.id) }}
            onFocusCapture={() => terminals.select(tab.id)}
            className={cx(
              'flex min-h-0 min-w-0 flex-1 flex-col border-line',
              !shown.includes(tab.id) && 'hidden',
              shown.indexOf(tab.id) > 0 && 'border-s @max-xl:border-t @max-xl:border-s-0',
              shown.length > 1 && tab.id !== active && 'max-md:hidden',
            )}
          >
            <Notice terminals={terminals} tab={tab} onRestart={() => requestTerminal(sessionKey)} />
            <TerminalScreen
              sessionKey={sessionKey}
              terminals={terminals}
              tab={tab}
              visible={shown.includes(tab.id)}
              active={tab.id === active}
              finding={finding && tab.id === active}
              onFindClose={onFindClose}
            />
          </div>
        ))}
    </div>
  );
}

interface NoticeProps {
  readonly terminals: SessionTerminals;
  readonly tab: TerminalTab;
  readonly onRestart: () => void;
}

function Notice({ terminals, tab, onRestart }: NoticeProps) {
  const { id, state } = tab;
  if (state !== 'exited' && state !== 'ended' && state !== 'failed') return null;
  const run = () => {
    if (state === 'failed') terminals.retry(id);
    else terminals.restart(id);
    onRestart();
  };
  const label = { failed: 'controls.retry', ended: 'terminal.newHere', exited: 'terminal.restart' } as const;
  return (
    <div
      role="status"
      className="flex items-center gap-2 border-b border-line bg-surface px-3 py-1.5 text-xs text-ink-soft"
    >
      <span className="min-w-0 flex-1 wrap-anywhere">{describeEnd(tab)}</span>
      <Button size="sm" icon={state === 'ended' ? SquareTerminal : RotateCw} onClick={run}>
        {t(label[state])}
      </Button>
    </div>
  );
}

function describeEnd({ state, error, exitCode, ended }: TerminalTab): string {
  if (state === 'failed') return error ?? t('terminal.openFailed');
  if (ended?.signal !== undefined) return t('terminal.endedBySignal', { signal: String(ended.signal) });
  const code = ended?.exitCode ?? exitCode ?? undefined;
  if (code !== undefined) return t('terminal.endedWithCode', { code: String(code) });
  if (ended !== undefined) return t('terminal.endedWithHost', { time: formatDateTime(ended.atMs) });
  return t('terminal.ended');
}
