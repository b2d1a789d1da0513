// Asks before a conversation goes back.
import { ConfirmDialog } from '../../../design/dialog.tsx';

/** Shown while it is mounted. */
export function RewindDialog({ onRewind, onClose }: { readonly onRewind: () => void; readonly onClose: () => void }) {
  return (
    <ConfirmDialog
      open
      danger={false}
      title="Go back to before this message?"
      description="The message becomes your draft. What came after is kept as a branch; files that were changed stay as they are. A run that goes on is stopped."
      confirmLabel="Go back"
      onConfirm={onRewind}
      onClose={onClose}
    />
  );
}
