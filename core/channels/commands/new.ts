// /new: another conversation.
import { defineChatCommand } from './chat-command.ts';

export const NEW = defineChatCommand({
  name: 'new',
  run: async ({ engine, session: { sessionKey }, access, texts }) => {
    if ((await engine.sessions.get(sessionKey)) === undefined) return texts.newAlready;
    await engine.sessions.reset(sessionKey, access.by);
    return texts.newStarted;
  },
});
