// What can be done with the chosen sessions.
import { Archive, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { Button, IconButton } from '../../../design/button.tsx';
import { ConfirmDialog } from '../../../design/dialog.tsx';
import { useServices } from '../../../state/use-client.ts';
import { clearSelection, selectionStore } from './selection.ts';
import { archiveSessions, deleteSessions } from './session-tasks.ts';

/** At the foot of the sidebar; nothing while nothing is chosen. */
export function SelectionBar() {
  const services = useServices();
  const { keys } = useStore(selectionStore);
  const [asking, setAsking] = useState(false);
  if (keys.length === 0) return null;
  const rows = keys.flatMap((key) => services.sessions.row(key) ?? []);
  return (
    <div
      role="toolbar"
      aria-label="Chosen sessions"
      className="appear flex items-center gap-1 border-t border-line bg-raised px-2.5 py-2"
    >
      <span className="tabular min-w-0 flex-1 truncate text-xs text-ink-soft">{rows.length} chosen</span>
      <Button
        size="sm"
        look="quiet"
        icon={<Archive size={13} aria-hidden />}
        onClick={() => void archiveSessions(services, rows).then(() => clearSelection())}
      >
        Archive
      </Button>
      <Button size="sm" look="danger-quiet" icon={<Trash2 size={13} aria-hidden />} onClick={() => setAsking(true)}>
        Delete
      </Button>
      <IconButton label="Choose none" size="xs" onClick={() => clearSelection()}>
        <X size={14} aria-hidden />
      </IconButton>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={rows.length === 1 ? 'Delete this session?' : `Delete ${rows.length} sessions?`}
        description="Runs that go on in them are stopped. They can be restored for 30 days."
        confirmLabel="Delete"
        onConfirm={() => void deleteSessions(services, rows).then(() => clearSelection())}
      />
    </div>
  );
}
