// /chat and /new.
import { defineChatCommand } from './chat-command.ts';

export const CHAT = defineChatCommand({
  name: 'chat',
  usage: '<message>',
  run: async ({ args, texts }) => (args === '' ? texts.chatMissing : { message: args }),
});
