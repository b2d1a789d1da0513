// Inspector tab: the workspace as a tree, search by name, changes, and the open file.
import { FilePlus, FolderPlus, FolderTree, RotateCw, Upload } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { t } from '#messages/translate.ts';
import { IconButton } from '../../design/button.tsx';
import { cx } from '../../design/class-names.ts';
import { ConfirmDialog } from '../../design/dialog.tsx';
import { SearchInput } from '../../design/search-input.tsx';
import { EmptyState, RequestStatus } from '../../design/states.tsx';
import { Segmented } from '../../design/tabs.tsx';
import { attempt, toast, toastError } from '../../design/toasts.ts';
import { useFileDrop } from '../../design/use-file-drop.ts';
import { changesJumpStore } from '../../state/changes-jump.ts';
import { fileJumpStore, takeFileJump } from '../../state/file-jump.ts';
import { useClient } from '../../state/use-client.ts';
import { ChangesPanel } from '../changes/changes-panel.tsx';
import { createDragOut } from './drag-out.ts';
import { downloadFile } from './download-file.ts';
import { downloadFolder } from './download-folder.ts';
import { FilePane } from './file-pane.tsx';
import type { Files } from './files-store.ts';
import { FoundLinesView } from './found-lines-view.tsx';
import { openFiles, guardUnload, holdFiles } from './kept-files.ts';
import { NameDialog, type NameTask } from './name-dialog.tsx';
import { isOnGatewayComputer, openInEditor } from './open-in-editor.ts';
import { TreeView } from './tree-view.tsx';
import { baseName, joinPath, treeRows, type TreeRow } from './tree.ts';
import { UploadsView } from './uploads-view.tsx';

const VIEWS = ['all', 'changes'] as const;
const SEARCH_PLACES = ['names', 'content'] as const;

/** Files of one session. */
export function FilesPanel({ sessionKey }: { readonly sessionKey: string }) {
  const client = useClient();
  const files = useMemo(() => openFiles(client, sessionKey), [client, sessionKey]);
  useEffect(() => holdFiles(sessionKey, files), [sessionKey, files]);
  useEffect(() => guardUnload(window), []);
  const jump = useStore(fileJumpStore, (state) => state.jump);
  useEffect(() => {
    const taken = jump === undefined ? undefined : takeFileJump(sessionKey);
    if (taken === undefined) return;
    const { path, line } = taken;
    const unsaved = files.unsaved();
    if (unsaved === undefined || unsaved === path) files.openFile(path, line);
    else toast({ title: t('files.unsavedOpen', { path: unsaved }), tone: 'bad' });
  }, [files, jump, sessionKey]);
  const open = useStore(files.store, (state) => state.open);
  const [view, setView] = useState<(typeof VIEWS)[number]>('all');
  const [leaving, setLeaving] = useState(false);
  const change = useStore(changesJumpStore, (state) => state.jump);
  // The panel that it selects a file in takes the jump.
  if (change?.sessionKey === sessionKey && view !== 'changes') setView('changes');
  const close = useCallback(
    () => closeIfSaved(files).then((isClosed) => (isClosed ? undefined : setLeaving(true))),
    [files],
  );
  // An open file would hide the changes.
  useEffect(() => {
    if (change?.sessionKey === sessionKey) void close();
  }, [change, close, sessionKey]);
  if (open !== undefined) {
    return (
      <>
        <FilePane key={open.path} file={open} parts={{ client, ...files.at(open.path) }} onClose={() => void close()} />
        <ConfirmDialog
          open={leaving}
          title={t('files.discardTitle')}
          description={t('files.discardText', { path: open.path })}
          confirmLabel={t('files.discard')}
          onConfirm={() => files.closeFile()}
          onClose={() => setLeaving(false)}
        />
      </>
    );
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex shrink-0 items-center gap-2 px-2 pt-2">
        <Segmented
          label={t('files.view')}
          options={VIEWS.map((value) => ({ value, label: t(`files.${value}`) }))}
          value={view}
          onChange={setView}
        />
      </div>
      {view === 'changes' && (
        <ChangesPanel sessionKey={sessionKey} onOpen={(path, line) => files.openFile(path, line)} />
      )}
      {view === 'all' && <FileBrowser client={client} files={files} />}
    </div>
  );
}

/** False if the open file has unsaved text, about which the user must be asked. */
async function closeIfSaved(files: Files): Promise<boolean> {
  const { open } = files.store.getState();
  const isUnsaved = await open?.staysUnsaved();
  if (files.store.getState().open !== open) return true;
  if (isUnsaved === true) return false;
  files.closeFile();
  return true;
}

function FileBrowser({ client, files }: { readonly client: GatewayClient; readonly files: Files }) {
  const state = useStore(files.store);
  const [task, setTask] = useState<NameTask | undefined>();
  const rows: readonly TreeRow[] =
    state.found?.map((entry) => ({ entry: { ...entry, name: entry.path }, depth: 0 })) ?? treeRows(state.tree);
  const create = (kind: 'file' | 'folder') => setTask({ kind, folder: '' });
  const remove = (path: string) =>
    attempt(t('files.deleteFailed'), async () => {
      const restore = await files.remove(path);
      const undo = () => void restore().catch((cause: unknown) => toastError(t('files.restoreFailed'), cause));
      toast({ title: t('files.deleted', { path }), action: { label: t('controls.undo'), run: undo } });
    });
  const panel = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const upload = (dropped: readonly File[]) =>
    files.uploads.add(
      dropped.map((file) => ({ name: file.name, file })),
      '',
    );
  const isOver = useFileDrop(panel, upload);
  const move = (from: string, folder: string) => {
    const to = joinPath(folder, baseName(from));
    if (to !== from) void attempt(t('files.moveFailed'), () => files.rename(from, to));
  };
  const downloads = useDownloads(client, files);
  return (
    <div
      ref={panel}
      data-drop-files
      className={cx('flex min-h-0 flex-1 flex-col', isOver && 'outline-2 outline-offset-[-4px] outline-accent')}
    >
      <div className="flex shrink-0 items-center gap-1 px-2 pt-2">
        <Segmented
          label={t('files.searchIn')}
          options={SEARCH_PLACES.map((value) => ({ value, label: t(`files.searchIn.${value}`) }))}
          value={state.searchIn}
          onChange={(value) => files.searchIn(value)}
        />
      </div>
      <div className="flex shrink-0 items-center gap-1 p-2">
        <SearchInput
          label={t(state.searchIn === 'names' ? 'files.searchByName' : 'files.searchContent')}
          value={state.query}
          onChange={(query) => files.search(query)}
          className="min-w-0 flex-1"
        />
        <IconButton icon={Upload} label={t('files.upload')} onClick={() => input.current?.click()} />
        <input
          ref={input}
          type="file"
          multiple
          hidden
          onChange={({ target }) => {
            upload([...(target.files ?? [])]);
            target.value = '';
          }}
        />
        <IconButton icon={FilePlus} label={t('files.newFile')} onClick={() => create('file')} />
        <IconButton icon={FolderPlus} label={t('files.newFolder')} onClick={() => create('folder')} />
        <IconButton icon={RotateCw} label={t('controls.refresh')} onClick={() => void files.reload()} />
      </div>
      {state.lines !== undefined && (
        <FoundLinesView lines={state.lines} onOpen={(path, line) => files.openFile(path, line)} />
      )}
      {state.lines === undefined && (
        <>
          <RequestStatus
            read={{ ...state, reload: () => files.reload() }}
            rows={7}
            loading={t('files.loading')}
            failed={t('files.loadFailed')}
          />
          {state.status === 'ready' && rows.length === 0 && (
            <NoFiles searching={state.found !== undefined} root={state.root} />
          )}
          {rows.length > 0 && (
            <TreeView
              rows={rows}
              touched={state.touched}
              onOpen={(path) => files.openFile(path)}
              onToggle={(path) => files.toggle(path)}
              onTask={setTask}
              onRemove={remove}
              onMore={(folder) => void attempt(t('files.loadFailed'), () => files.loadMore(folder))}
              onMove={move}
              {...downloads}
              onEditor={isOnGatewayComputer(location) ? (path) => openInEditor(client, files.at(path)) : undefined}
            />
          )}
        </>
      )}
      <UploadsView uploads={files.uploads} />
      {task !== undefined && <NameDialog task={task} files={files} onClose={() => setTask(undefined)} />}
    </div>
  );
}

/** The ways out of the tree for files and folders. */
function useDownloads(client: GatewayClient, files: Files) {
  const dragOut = useMemo(() => createDragOut(client, files, location.origin), [client, files]);
  const onDownload = (path: string) =>
    void attempt(t('files.downloadFailed'), () => downloadFile(client, files.at(path)));
  const onDownloadFolder = (path: string) =>
    void attempt(t('files.folderDownloadFailed'), () => downloadFolder(client, files.at(path)));
  return { dragOut, onDownload, onDownloadFolder };
}

function NoFiles({ searching, root }: { readonly searching: boolean; readonly root: string }) {
  if (searching) return <EmptyState title={t('files.noMatch')} />;
  return (
    <EmptyState
      icon={FolderTree}
      title={t('files.empty')}
      text={
        <>
          {t('files.emptyText')}
          {root !== '' && <code className="mt-1 block text-xs wrap-anywhere text-ink-faint">{root}</code>}
        </>
      }
    />
  );
}
