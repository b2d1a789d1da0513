// The changes of a session for review: which ones, the list of files, and each with its parts. J and K go from file to file,
// N and P from part to part, and Mod+F searches.
import { GitCompare } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import type { ChangesList } from '#contract/types/changes.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { isMac } from '../../design/key-caps.ts';
import { EmptyState, RequestStatus } from '../../design/states.tsx';
import { attempt } from '../../design/toasts.ts';
import { takeChangesJump, changesJumpStore } from '../../state/changes-jump.ts';
import { pressRuns } from '../../state/key-bindings.ts';
import { useClient } from '../../state/use-client.ts';
import { ChangedFileView } from './changed-file.tsx';
import { ChangesNotes } from './changes-notes.tsx';
import { Changes } from './changes-store.ts';
import { ChangesToolbar } from './changes-toolbar.tsx';
import { FindInChanges } from './find-in-changes.tsx';

const STEPS = [
  ['changes.nextFile', 'file', 1],
  ['changes.previousFile', 'file', -1],
  ['changes.nextPart', 'part', 1],
  ['changes.previousPart', 'part', -1],
] as const;

interface ChangesPanelProps {
  readonly sessionKey: string;
  readonly onOpen: (path: string, line?: number) => void;
}

/** Follows the session while it is mounted. */
export function ChangesPanel({ sessionKey, onOpen }: ChangesPanelProps) {
  const client = useClient();
  const changes = useMemo(() => new Changes(client, sessionKey), [client, sessionKey]);
  useEffect(() => changes.start(), [changes]);
  useJump(changes, sessionKey, onOpen);
  const { list, error } = useStore(changes.store);
  const panel = useRef<HTMLDivElement>(null);
  const [finds, setFinds] = useState(false);
  const find = () => {
    setFinds(true);
    // If it is open already.
    panel.current?.querySelector<HTMLInputElement>('search input')?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isIn = (selector: string) => event.target instanceof Element && event.target.closest(selector) !== null;
    if (!isIn('[role="dialog"]') && pressRuns(event.nativeEvent, 'changes.find', isMac())) {
      event.preventDefault();
      find();
      return;
    }
    const isTyping = isIn('input, textarea, select, [role="dialog"]');
    const step = STEPS.find(([id]) => pressRuns(event.nativeEvent, id, isMac()));
    if (step === undefined || isTyping) return;
    event.preventDefault();
    changes.step(step[1], step[2]);
  };
  if (list === undefined)
    return (
      <div className="p-2">
        <RequestStatus
          read={
            error === undefined
              ? { status: 'loading', reload: () => changes.load() }
              : { status: 'error', error, reload: () => changes.load() }
          }
          rows={5}
          loading={t('changes.loading')}
          failed={t('changes.loadFailed')}
        />
      </div>
    );
  return (
    // The keys act on the whole panel, whatever in it has the focus.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/no-noninteractive-tabindex
    <div
      ref={panel}
      role="group"
      aria-label={t('files.changes')}
      tabIndex={0}
      className="@container flex min-h-0 flex-1 flex-col outline-none"
      onKeyDown={onKeyDown}
    >
      <ChangesToolbar changes={changes} list={list} onFind={find} />
      {finds && <FindInChanges changes={changes} panel={panel} onClose={() => setFinds(false)} />}
      <div className="min-h-0 flex-1 overflow-y-auto">
        <ChangesNotes list={list} />
        {list.unavailable === undefined && !list.canDecide && list.files.length > 0 && <ReadOnlyNote />}
        <Files changes={changes} list={list} onOpen={onOpen} />
      </div>
      <SendComments changes={changes} />
    </div>
  );
}

interface FilesProps {
  readonly changes: Changes;
  readonly list: ChangesList;
  readonly onOpen: (path: string, line?: number) => void;
}

function Files({ changes, list, onOpen }: FilesProps) {
  const isFocused = useStore(changes.store, (state) => state.view.isFocused);
  const path = useStore(changes.store, (state) => state.path);
  if (list.unavailable !== undefined)
    return (
      <EmptyState
        icon={GitCompare}
        title={t(`changes.unavailable.${list.unavailable}`)}
        text={t(`changes.unavailableText.${list.unavailable}`)}
      />
    );
  if (list.files.length === 0)
    return <EmptyState icon={GitCompare} title={t('changes.empty')} text={t(`changes.empty.${list.scope}`)} />;
  const shown = isFocused ? list.files.filter((file) => file.path === path) : list.files;
  return (
    <>
      <ul>
        {shown.map((file) => (
          <li key={file.path} className="border-t border-line">
            <ChangedFileView changes={changes} file={file} canDecide={list.canDecide} onOpen={onOpen} />
          </li>
        ))}
      </ul>
      {list.truncated && <p className="px-3 py-2 text-xs text-ink-faint">{t('changes.truncated')}</p>}
    </>
  );
}

/** Comparisons with git contain what people changed, too, so nothing in them can be rejected. */
function ReadOnlyNote() {
  return <p className="border-b border-line px-3 py-2 text-xs text-ink-soft">{t('changes.readOnly')}</p>;
}

function SendComments({ changes }: { readonly changes: Changes }) {
  const count = useStore(changes.store, (state) => state.comments.length);
  if (count === 0) return null;
  const send = () => attempt(t('changes.sendFailed'), () => changes.sendComments(crypto.randomUUID()));
  return (
    <div className="flex shrink-0 justify-end border-t border-line p-2">
      <Button look="primary" size="sm" label={t('changes.sendComments', { count })} onClick={send} />
    </div>
  );
}

/** Selects the file that a link names, once its changes are known. A file without changes is opened. */
function useJump(changes: Changes, sessionKey: string, onOpen: ChangesPanelProps['onOpen']): void {
  const jump = useStore(changesJumpStore, (state) => state.jump);
  const isReady = useStore(changes.store, (state) => state.list !== undefined);
  useEffect(() => {
    if (!isReady || jump?.sessionKey !== sessionKey) return;
    takeChangesJump();
    if (jump.path === undefined) return;
    const isChanged = changes.store.getState().list?.files.some(({ path }) => path === jump.path) === true;
    if (isChanged) changes.select(jump.path, jump.line);
    else onOpen(jump.path, jump.line);
  }, [changes, isReady, jump, onOpen, sessionKey]);
}
