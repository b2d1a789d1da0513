// Creates a session with its first message. Nothing exists before that.
import { formatSessionKey, DEFAULT_AGENT_ID } from '#contract/types/ids.ts';
import type { ImageBlock } from '#contract/types/content.ts';
import type { AppServices } from './app-services.ts';
import type { NewSession } from './outbox.ts';

/** Sends the first message and gives the new session's key; go there with `navigate(href('sessions', key))`. */
export function startSession(
  services: AppServices,
  first: { readonly text: string; readonly images?: readonly ImageBlock[]; readonly create?: NewSession },
): string {
  const agentId = first.create?.agentId ?? services.catalog.agents.store.getState().data?.defaultId ?? DEFAULT_AGENT_ID;
  const sessionKey = formatSessionKey(agentId, services.newId().replaceAll('-', '').slice(0, 12));
  services.outbox.send({
    sessionKey,
    text: first.text,
    images: first.images ?? [],
    create: { ...first.create, agentId },
  });
  return sessionKey;
}
