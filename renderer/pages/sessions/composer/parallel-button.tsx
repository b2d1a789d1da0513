// Sends what is in the message box at once while the agent works, in a fork of the conversation.
import { GitFork } from 'lucide-react';
import { t } from '#messages/translate.ts';
import { IconButton } from '../../../design/button.tsx';
import { EMPTY_DRAFT } from '../../../state/drafts.ts';
import { useServices, useSupports } from '../../../state/use-client.ts';
import { sendParallel } from '../send-parallel.ts';
import { joinPastes } from './pastes.ts';

/** Shown during a run, unless the box is empty. */
export function ParallelButton({ sessionKey }: { readonly sessionKey: string }) {
  const services = useServices();
  const isSupported = useSupports('chat.concurrent');
  if (!isSupported) return null;
  return (
    <IconButton
      icon={GitFork}
      label={t('composer.parallel')}
      side="top"
      onClick={() => {
        const draft = services.drafts.get(sessionKey);
        services.drafts.set(sessionKey, EMPTY_DRAFT);
        sendParallel(services, sessionKey, joinPastes(draft));
      }}
    />
  );
}
