// One xterm in the panel. Bytes go directly from the connection to xterm; React renders only the frame around it.
import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { t } from '#messages/translate.ts';
import { IconButton } from '../../design/button.tsx';
import { ConfirmDialog } from '../../design/dialog.tsx';
import { SearchInput } from '../../design/search-input.tsx';
import { claimTerminalFocus, terminalFocus } from '../../state/keyboard-focus.ts';
import { openPreview } from '../../state/preview-request.ts';
import { useServices } from '../../state/use-client.ts';
import type { TerminalTab, TerminalTabs } from './terminal-tabs.ts';
import { openTerminalView, type TerminalView } from './terminal-view.ts';

interface TerminalScreenProps {
  readonly sessionKey: string;
  readonly terminals: TerminalTabs;
  readonly tab: TerminalTab;
  readonly visible: boolean;
  readonly finding: boolean;
  readonly onFindClose: () => void;
}

interface Paste {
  readonly text: string;
  run(): void;
}

/** Opens its pty, or attaches to it. It takes the focus only if the user asked for the terminal. */
export function TerminalScreen({ sessionKey, terminals, tab, visible, finding, onFindClose }: TerminalScreenProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<TerminalView | undefined>(undefined);
  const [paste, setPaste] = useState<Paste | undefined>();
  const asked = useStore(terminalFocus, (state) => state.sessionKey === sessionKey);
  const { id } = tab;
  const { layout } = useServices();
  useEffect(() => {
    if (host.current === null) return;
    const opened = openTerminalView(host.current, {
      input: (data) => terminals.input(id, data),
      resize: (cols, rows) => terminals.resize(id, cols, rows),
      confirmPaste: (text, run) => setPaste({ text, run }),
      openAddress: (address) => openPreview(layout, address),
      reserved: isAppKey,
    });
    view.current = opened;
    const disconnect = terminals.connect(id, opened);
    return () => {
      disconnect();
      view.current = undefined;
      opened.dispose();
    };
  }, [terminals, id, layout]);
  useEffect(() => {
    view.current?.setVisible(visible);
    if (visible && asked && claimTerminalFocus(sessionKey)) view.current?.focus();
  }, [visible, asked, sessionKey]);
  const lines = paste?.text.trim().split(/\r\n|\r|\n/).length ?? 0;
  return (
    <div className="relative min-h-0 flex-1" data-keys="terminal">
      {finding && <FindBar onFind={(text, back) => view.current?.find(text, back)} onClose={onFindClose} />}
      <div ref={host} className="absolute inset-0 overflow-hidden py-1.5 pl-2.5" />
      <ConfirmDialog
        open={paste !== undefined}
        title={t('terminal.pasteTitle', { count: lines })}
        description={t('terminal.pasteText')}
        confirmLabel={t('terminal.paste')}
        danger={false}
        onConfirm={() => paste?.run()}
        onClose={() => setPaste(undefined)}
      />
    </div>
  );
}

/** Shortcuts that the app handles while a terminal has focus: palette and terminal toggle. */
function isAppKey(event: KeyboardEvent): boolean {
  return (
    (event.ctrlKey || event.metaKey) &&
    !event.shiftKey &&
    !event.altKey &&
    (event.key === 'k' || event.key === 'j' || event.key === '`')
  );
}

interface FindBarProps {
  readonly onFind: (text: string, back: boolean) => void;
  readonly onClose: () => void;
}

function FindBar({ onFind, onClose }: FindBarProps) {
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  return (
    <div
      role="search"
      className="absolute top-2 right-3 z-10 flex items-center gap-1 rounded-lg bg-raised p-1 shadow-mid ring-1 ring-line"
      onKeyDown={(event) => {
        if (event.key === 'Enter') onFind(text, event.shiftKey);
        if (event.key === 'Escape' && text === '') onClose();
      }}
    >
      <SearchInput
        ref={input}
        label={t('terminal.find')}
        className="w-48"
        value={text}
        onChange={(next) => {
          setText(next);
          onFind(next, false);
        }}
      />
      <IconButton icon={ChevronUp} label={t('controls.previousMatch')} onClick={() => onFind(text, true)} />
      <IconButton icon={ChevronDown} label={t('controls.nextMatch')} onClick={() => onFind(text, false)} />
      <IconButton icon={X} label={t('controls.closeSearch')} onClick={onClose} />
    </div>
  );
}
