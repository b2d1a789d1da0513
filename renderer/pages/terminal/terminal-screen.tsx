// One xterm in the panel. Bytes go directly from the connection to xterm; React renders only the frame around it.
import { MessageSquarePlus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { cx } from '../../design/class-names.ts';
import { isMac } from '../../design/key-caps.ts';
import { useFileDrop } from '../../design/use-file-drop.ts';
import type { AppServices } from '../../state/app-services.ts';
import { addToDraft } from '../../state/drafts.ts';
import { jumpToFile } from '../../state/file-jump.ts';
import { currentCommands } from '../../state/key-bindings.ts';
import { matchesKeys } from '../../state/key-match.ts';
import { claimTerminalFocus, focusComposer, terminalFocus } from '../../state/keyboard-focus.ts';
import { openPreview } from '../../state/preview-request.ts';
import { useCommand, useServices } from '../../state/use-client.ts';
import { insertFiles } from './insert-files.ts';
import { KeyRow } from './key-row.tsx';
import { PasteDialog, type PendingPaste } from './paste-dialog.tsx';
import { quoteOutput } from './quote-output.ts';
import type { SessionTerminals, TerminalTab } from './session-terminals.ts';
import { FindBar } from './terminal-find-bar.tsx';
import type { LinkTarget } from './terminal-links.ts';
import { readTerminalPreferences } from './terminal-preferences.ts';
import { openTerminalView, type TerminalView } from './terminal-view.ts';

interface TerminalScreenProps {
  readonly sessionKey: string;
  readonly terminals: SessionTerminals;
  readonly tab: TerminalTab;
  readonly visible: boolean;
  /** The one that has the focus, or would get it. */
  readonly active: boolean;
  readonly finding: boolean;
  readonly onFindClose: () => void;
}

/** Opens its pty, or attaches to it. It takes the focus only if the user asked for the terminal. */
export function TerminalScreen({ sessionKey, terminals, tab, visible, active, ...find }: TerminalScreenProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<TerminalView | undefined>(undefined);
  const [paste, setPaste] = useState<PendingPaste | undefined>();
  const [selected, setSelected] = useState(false);
  const [control, setControl] = useState(false);
  const asked = useStore(terminalFocus, (state) => state.sessionKey === sessionKey);
  const { id } = tab;
  const services = useServices();
  const insert = (files: readonly File[]) => insertFiles(terminals, id, files, (text) => view.current?.paste(text));
  const over = useFileDrop(host, insert);
  useEffect(() => {
    if (host.current === null) return;
    const opened = openTerminalView(host.current, {
      input: (data) => terminals.input(id, data),
      resize: (cols, rows) => terminals.resize(id, cols, rows),
      confirmPaste: (text, risk, run) => setPaste({ text, risk, run }),
      pasteFiles: (files) => insertFiles(terminals, id, files, (text) => opened.paste(text)),
      openLink: (target) => openLink(services, sessionKey, target),
      selected: setSelected,
      controlUsed: () => setControl(false),
      cwd: () => terminals.cwd(id),
      preferences: () => readTerminalPreferences(services.preferences.store.getState()),
      reserved: isAppKey,
    });
    view.current = opened;
    const disconnect = terminals.connect(id, opened);
    return () => {
      disconnect();
      view.current = undefined;
      opened.dispose();
    };
  }, [terminals, id, services, sessionKey]);
  useEffect(() => {
    view.current?.setVisible(visible);
    if (active && asked && claimTerminalFocus(sessionKey)) view.current?.focus();
  }, [visible, active, asked, sessionKey]);
  const addToChat = () => {
    const text = view.current?.selection() ?? '';
    if (text === '') return;
    addToDraft(services.drafts, sessionKey, { text: quoteOutput(tab.title, text), images: [] });
    view.current?.clearSelection();
    focusComposer();
  };
  useCommand('terminal.addToChat', addToChat, active && selected);
  return (
    <>
      <div
        data-keys="terminal"
        data-drop-files
        className={cx('relative min-h-0 flex-1', over && 'outline-2 outline-offset-[-4px] outline-accent')}
      >
        <div ref={host} className="absolute inset-0 overflow-hidden py-1.5 ps-2.5" />
        {find.finding && <FindBar onFind={(text, back) => view.current?.find(text, back)} onClose={find.onFindClose} />}
        {selected && !find.finding && <AddToChat onClick={addToChat} />}
        <PasteDialog paste={paste} onClose={() => setPaste(undefined)} />
      </div>
      <KeyRow
        control={control}
        onControl={(on) => {
          setControl(on);
          view.current?.holdControl(on);
        }}
        onKey={(key) => view.current?.press(key)}
      />
    </>
  );
}

/** The button for a selection. */
function AddToChat({ onClick }: { readonly onClick: () => void }) {
  return (
    <Button
      size="sm"
      icon={MessageSquarePlus}
      label={t('terminal.addToChat')}
      onClick={onClick}
      className="absolute end-4 bottom-3 z-10"
    />
  );
}

function openLink({ layout }: AppServices, sessionKey: string, target: LinkTarget): void {
  if (target.kind === 'web') window.open(target.url, '_blank', 'noopener,noreferrer');
  else if (target.kind === 'preview') openPreview(layout, target.address);
  else jumpToFile(layout, { sessionKey, ...target });
}

/** Shortcuts that the app handles while a terminal has focus, such as those of the palette and of terminals. */
function isAppKey(event: KeyboardEvent): boolean {
  return currentCommands().some(
    ({ inTerminal, keys = [] }) => inTerminal !== undefined && keys.some((one) => matchesKeys(event, one, isMac())),
  );
}
