// Chooses a folder of the machine on which the host runs.
import { ChevronRight, CornerLeftUp, Folder, House } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { EmptyState, ErrorNote, SkeletonLines } from '../../design/states.tsx';
import { Switch } from '../../design/switch.tsx';
import { useRequest } from '../../state/use-client.ts';

interface FolderBrowserProps {
  /** Where it begins; home when this does not exist. */
  readonly start: string;
  readonly onPick: (path: string) => void;
  readonly onClose: () => void;
}

/** A dialog: a click goes into a folder, the button takes the one that is shown. */
export function FolderBrowser({ start, onPick, onClose }: FolderBrowserProps) {
  const first = parentFolder(start);
  const [path, setPath] = useState(first);
  const [hidden, setHidden] = useState(false);
  const read = useRequest('fs.listDir', path === undefined ? {} : { path });
  // What was typed may be anywhere or nowhere; home is always there.
  if (read.status === 'error' && path !== undefined && path === first) setPath(undefined);
  const entries = (read.data?.entries ?? []).filter((entry) => hidden || entry.hidden !== true);
  const { parent, home } = read.data ?? {};
  const footer = (
    <>
      <label className="mr-auto flex items-center gap-2 text-xs text-ink-soft">
        <Switch checked={hidden} onChange={setHidden} label="Show hidden folders" /> Hidden folders
      </label>
      <Button onClick={onClose}>Cancel</Button>
      <Button look="primary" disabled={read.data === undefined} onClick={() => onPick(read.data?.path ?? '')}>
        Choose this folder
      </Button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title="Choose a folder" footer={footer}>
      <div className="mb-2 flex items-center gap-1">
        <IconButton label="One folder up" disabled={parent === undefined} onClick={() => setPath(parent)}>
          <CornerLeftUp size={15} aria-hidden />
        </IconButton>
        <IconButton label="Home folder" onClick={() => setPath(home)}>
          <House size={15} aria-hidden />
        </IconButton>
        <code className="min-w-0 flex-1 truncate text-xs text-ink-soft" dir="rtl">
          {`\u2066${read.data?.path ?? ''}\u2069`}
        </code>
      </div>
      <div className="h-72 overflow-y-auto rounded-lg border border-line p-1">
        {read.status === 'loading' && <SkeletonLines count={6} label="Reading the folder" />}
        {read.status === 'error' && (
          <ErrorNote
            message={read.error.message}
            action={
              <Button size="sm" onClick={() => setPath(undefined)}>
                Go home
              </Button>
            }
          />
        )}
        {read.status === 'ready' && entries.length === 0 && (
          <EmptyState title="No folders in here">It can be chosen as it is.</EmptyState>
        )}
        <ul>
          {entries.map((entry) => (
            <li key={entry.path}>
              <button
                type="button"
                onClick={() => setPath(entry.path)}
                className="flex h-(--row) w-full items-center gap-2 rounded-md px-2 text-left text-sm outline-offset-[-2px] hover:bg-hover"
              >
                <Folder size={14} aria-hidden className="shrink-0 text-ink-faint" />
                <span className="min-w-0 flex-1 truncate">{entry.name}</span>
                <ChevronRight size={13} aria-hidden className="text-ink-faint" />
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

/** The folder around a path, which exists even where the suggested one does not yet. */
function parentFolder(path: string): string | undefined {
  const parent = path.replace(/[/\\][^/\\]*[/\\]?$/, '');
  return parent === '' || parent === path ? undefined : parent;
}
