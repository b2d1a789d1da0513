// A new task, with the composer of a new session. The session is created with its first message and opens immediately.
import { useMemo } from 'react';
import { t } from '#messages/translate.ts';
import { EMPTY_DRAFT, type Draft } from '../../state/drafts.ts';
import { newDraftKey } from '../../state/layout.ts';
import { href, navigate } from '../../state/route.ts';
import { startSession } from '../../state/start-session.ts';
import { useServices } from '../../state/use-client.ts';
import { createChatActions } from '../sessions/chat-actions.ts';
import { Composer } from '../sessions/composer/composer.tsx';
import { useComposerChoices } from '../sessions/composer/composer-model.ts';
import { NEW_SESSION_VIEW } from '../sessions/composer/use-composer.ts';

/** Always the same, so that an unfinished task is kept. */
const DRAFT_KEY = newDraftKey(() => 'home');

/** Shown on Home and in the setup. */
export function TaskBox() {
  const services = useServices();
  const actions = useMemo(() => createChatActions(services, DRAFT_KEY), [services]);
  const { agent } = useComposerChoices(DRAFT_KEY);
  const start = ({ text, images, files = [], create }: Draft): void => {
    const options = { ...create, ...(agent === undefined ? {} : { agentId: agent.id }) };
    const key = startSession(services, { text: text.trim(), images, files, create: options });
    services.drafts.set(DRAFT_KEY, EMPTY_DRAFT);
    navigate(href('sessions', key));
  };
  return (
    <Composer
      sessionKey={DRAFT_KEY}
      view={NEW_SESSION_VIEW}
      focused
      actions={actions}
      onSend={start}
      onPage={{ label: t('home.task.label'), placeholder: t('home.task.placeholder'), send: t('home.task.start') }}
    />
  );
}
