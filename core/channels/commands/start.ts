// /start, /help, /link, /cancel.
import { defineChatCommand, type ChatCall } from './chat-command.ts';
import { forgetFlow } from './flows.ts';

/** Greets a person. With a code, it links them: networks open a chat with it. */
export const START = defineChatCommand({
  name: 'start',
  description: 'Say hello, and see what you can do.',
  isPublic: true,
  run: async (call) => {
    if (call.args !== '') return link(call);
    const { engine, session } = call;
    const { name } = engine.agents.require(session.agentId);
    return `Hello! You are talking to **${name}**. Write a message, or send /help for the commands.`;
  },
});

export const HELP = defineChatCommand({
  name: 'help',
  description: 'List the commands.',
  isPublic: true,
  run: async ({ menu }) =>
    menu()
      .map(({ name, description }) => `- /${name}: ${description}`)
      .join('\n'),
});

export const LINK = defineChatCommand({
  name: 'link',
  description: 'Link your account with a code from Gatehouse.',
  usage: '<code>',
  isPublic: true,
  run: link,
});

export const CANCEL = defineChatCommand({
  name: 'cancel',
  description: 'Stop answering the questions of a command.',
  run: async (call) => ((await forgetFlow(call)) ? 'Canceled.' : 'There is nothing to cancel.'),
});

/** Sent for a wrong code, and for a right one after too many wrong ones: it reveals nothing. */
export const WRONG_CODE =
  'This code is not valid. Codes work once, within ten minutes. Create a new one on the Channels page of Gatehouse.';
/** Sent when an account has been linked. */
export const LINKED = 'Your account is linked. Write a message, or send /help for the commands.';

async function link({ people, channelId, chat, senderId, senderName, args }: ChatCall): Promise<string> {
  if (args === '') return 'Send the code, too: `/link ABCD2345`. You find it on the Channels page of Gatehouse.';
  const sender = { id: senderId, ...(senderName === undefined ? {} : { name: senderName }) };
  return (await people.useCode(channelId, sender, args, chat)) ? LINKED : WRONG_CODE;
}
