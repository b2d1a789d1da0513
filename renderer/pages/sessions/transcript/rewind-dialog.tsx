// Asks before a conversation is rewound.
import { t } from '#messages/translate.ts';
import { ConfirmDialog } from '../../../design/dialog.tsx';

/** Open while mounted. */
export function RewindDialog({ onRewind, onClose }: { readonly onRewind: () => void; readonly onClose: () => void }) {
  return (
    <ConfirmDialog
      open
      danger={false}
      title={t('transcript.rewindTitle')}
      description={t('transcript.rewindText')}
      confirmLabel={t('transcript.rewindConfirm')}
      onConfirm={onRewind}
      onClose={onClose}
    />
  );
}
