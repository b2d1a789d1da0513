// The button of a new session that sends the draft to several agents.
import { Columns3 } from 'lucide-react';
import { Suspense, useState } from 'react';
import { t } from '#messages/translate.ts';
import { IconButton } from '../../../design/button.tsx';
import { lazyPart } from '../../../state/load-part.ts';
import { useSupports } from '../../../state/use-client.ts';
import type { ComposerChoices } from './composer-model.ts';

const SeveralDialog = lazyPart(() => import('./several-dialog.tsx'), 'SeveralDialog');

interface SeveralButtonProps {
  readonly draftKey: string;
  readonly choices: ComposerChoices;
  /** There is nothing to send. */
  readonly disabled: boolean;
}

/** Nothing in an existing session, or where the gateway can't do it. */
export function SeveralButton({ draftKey, choices, disabled }: SeveralButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const isSupported = useSupports('dispatches.create');
  if (!isSupported || !choices.isNew) return null;
  return (
    <>
      <IconButton
        icon={Columns3}
        label={t('compare.several')}
        side="top"
        disabled={disabled}
        onClick={() => setOpen(true)}
      />
      {isOpen && (
        <Suspense fallback={null}>
          <SeveralDialog draftKey={draftKey} choices={choices} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
