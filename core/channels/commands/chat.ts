// /chat and /new.
import { defineChatCommand } from './chat-command.ts';

export const CHAT = defineChatCommand({
  name: 'chat',
  description: 'Send a message to the agent. In direct chats, just write it.',
  usage: '<message>',
  run: async ({ args }) =>
    args === '' ? 'Write the message after the command: `/chat What is new?`' : { message: args },
});
