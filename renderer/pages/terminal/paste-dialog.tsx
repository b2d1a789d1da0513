// Asks before text is pasted that could run something.
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { previewPaste, type PasteRisk } from './terminal-filter.ts';

/** A paste that waits for confirmation. */
export interface PendingPaste {
  readonly text: string;
  readonly risk: PasteRisk;
  run(): void;
}

interface PasteDialogProps {
  readonly paste: PendingPaste | undefined;
  readonly onClose: () => void;
}

/** Shows what would be pasted, with control characters visible. */
export function PasteDialog({ paste, onClose }: PasteDialogProps) {
  const confirm = () => {
    onClose();
    paste?.run();
  };
  const { lines = 1, hasControl = false } = paste?.risk ?? {};
  return (
    <Dialog
      open={paste !== undefined}
      onClose={onClose}
      title={t('terminal.pasteTitle', { count: lines })}
      description={t(hasControl ? 'terminal.pasteControlText' : 'terminal.pasteText')}
      footer={
        <>
          <Button label={t('controls.cancel')} autoFocus onClick={onClose} />
          <Button label={t('terminal.paste')} look="primary" onClick={confirm} />
        </>
      }
    >
      <pre
        tabIndex={0}
        aria-label={t('terminal.pastePreview')}
        className="max-h-60 overflow-auto rounded-md bg-code p-2.5 font-mono text-xs whitespace-pre-wrap wrap-anywhere text-ink"
      >
        {previewPaste(paste?.text ?? '')}
      </pre>
    </Dialog>
  );
}
