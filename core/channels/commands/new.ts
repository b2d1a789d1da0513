// /new: another conversation.
import { defineChatCommand } from './chat-command.ts';

export const NEW = defineChatCommand({
  name: 'new',
  description: 'Start a new conversation. The current one is kept.',
  run: async ({ engine, session: { sessionKey }, access }) => {
    if ((await engine.sessions.get(sessionKey)) === undefined) return 'This is a new conversation already.';
    await engine.sessions.reset(sessionKey, access.by);
    return 'Started a new conversation.';
  },
});
