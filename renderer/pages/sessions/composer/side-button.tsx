// Asks what is in the message box in a side thread instead of sending it.
import { MessageCircleQuestion } from 'lucide-react';
import { t } from '#messages/translate.ts';
import { IconButton } from '../../../design/button.tsx';
import { useServices, useSupports } from '../../../state/use-client.ts';
import { askSide } from '../side-thread.ts';

interface SideButtonProps {
  readonly sessionKey: string;
  readonly onAsked: () => void;
}

/** Asks the text of the draft. */
export function SideButton({ sessionKey, onAsked }: SideButtonProps) {
  const services = useServices();
  const isSupported = useSupports('sessions.side.ask');
  if (!isSupported) return null;
  return (
    <IconButton
      icon={MessageCircleQuestion}
      label={t('side.ask')}
      side="top"
      onClick={() => {
        askSide(services, sessionKey, services.drafts.get(sessionKey).text.trim());
        onAsked();
      }}
    />
  );
}
