// /start, /help, /link, /cancel.
import { defineChatCommand, type ChatCall } from './chat-command.ts';
import { forgetFlow } from './flows.ts';

/** Greets a person. With a code, it links them: networks open a chat with it. */
export const START = defineChatCommand({
  name: 'start',
  isPublic: true,
  run: async (call) => {
    if (call.args !== '') return link(call);
    const { engine, session, texts } = call;
    const { name } = engine.agents.require(session.agentId);
    return texts.hello(name);
  },
});

export const HELP = defineChatCommand({
  name: 'help',
  isPublic: true,
  run: async ({ menu, texts }) =>
    menu(texts)
      .map(({ name, description }) => `- /${name}: ${description}`)
      .join('\n'),
});

export const LINK = defineChatCommand({
  name: 'link',
  usage: '<code>',
  isPublic: true,
  run: link,
});

export const CANCEL = defineChatCommand({
  name: 'cancel',
  run: async (call) => ((await forgetFlow(call)) ? call.texts.canceled : call.texts.nothingToCancel),
});

async function link({ people, channelId, chat, senderId, senderName, args, texts }: ChatCall): Promise<string> {
  if (args === '') return texts.codeMissing;
  const sender = { id: senderId, ...(senderName === undefined ? {} : { name: senderName }) };
  return (await people.useCode(channelId, sender, args, chat)) ? texts.linked : texts.wrongCode;
}
