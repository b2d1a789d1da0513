// Creates a session with its first message. Nothing exists before that.
import { formatSessionKey, DEFAULT_AGENT_ID } from '#contract/types/ids.ts';
import type { AppServices } from './app-services.ts';
import type { SendRequest } from './outbox.ts';

/** Sends the first message and returns the key of the new session, for `navigate(href('sessions', key))`. */
export function startSession(
  { catalog, newId, outbox }: AppServices,
  {
    text,
    images = [],
    files = [],
    create,
  }: Pick<SendRequest, 'text' | 'create'> & Partial<Pick<SendRequest, 'images' | 'files'>>,
): string {
  const agentId = create?.agentId ?? catalog.agents.store.getState().data?.defaultId ?? DEFAULT_AGENT_ID;
  const sessionKey = formatSessionKey(agentId, newId().replaceAll('-', '').slice(0, 12));
  outbox.send({ sessionKey, text, images, files, create: { ...create, agentId } });
  return sessionKey;
}
