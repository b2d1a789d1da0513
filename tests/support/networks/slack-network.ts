// Slack, for tests of every network.
import { readButtons, readPlain } from '#tests/support/slack/plain-blocks.ts';
import { openSlackServer } from '#tests/support/slack/slack-server.ts';
import { APP_TOKEN, BOT_TOKEN, type SlackMessage } from '#tests/support/slack/slack-state.ts';
import { findButton, type Network, type ShownMessage } from './network.ts';

/** Opens the network. */
export async function openSlackNetwork(): Promise<Network> {
  const server = await openSlackServer();
  const { state } = server;
  return {
    title: 'Slack',
    id: 'slack',
    keys: false,
    edits: true,
    environment: { GATEHOUSE_SLACK_API: server.api },
    options: {},
    secrets: { botToken: BOT_TOKEN, appToken: APP_TOKEN },
    attach: () => {},
    isConnected: () => server.socket.isConnected,
    person(name) {
      const user = state.person(name);
      const chat = `D${user.id.slice(1)}`;
      state.channels.add(chat);
      return {
        id: user.id,
        name,
        say(text, file) {
          // Slack's app takes a message with a slash for one of its own commands.
          if (text.startsWith('/') && file === undefined) state.command(user, chat, text.slice(1));
          else state.say(user, chat, { text, ...(file === undefined ? {} : { file }) });
        },
        press(message, label) {
          const found = state.messages.find(({ ts }) => ts === message.id);
          if (found !== undefined) state.press(user, found, findButton(message, label).data);
        },
        shown: () => state.ofBot(chat).map(toShown),
      };
    },
    isIdle: () => server.socket.unacknowledged === 0,
    close: () => server.close(),
  };
}

function toShown(message: SlackMessage): ShownMessage {
  const [file] = message.files;
  return {
    id: message.ts,
    text: readPlain(message),
    buttons: readButtons(message),
    ...(file === undefined ? {} : { file: { name: file.name, bytes: file.bytes } }),
  };
}
