// Discord, for tests of every network.
import { BOT_TOKEN, type MessageObject } from '#tests/support/discord/discord-model.ts';
import { openDiscordServer, type DiscordServer } from '#tests/support/discord/discord-server.ts';
import { toPlain } from '#tests/support/discord/plain-text.ts';
import { findButton, type Network, type ShownMessage } from './network.ts';

/** Commands of the network's menu are interactions; anything else with a slash is a message. */
const COMMAND = /^\/([a-z_]+)(?:\s+([\s\S]+))?$/;

/** Opens the network. */
export async function openDiscordNetwork(): Promise<Network> {
  const server = await openDiscordServer();
  const { state } = server;
  state.locale = 'en-US';
  return {
    title: 'Discord',
    id: 'discord',
    keys: true,
    edits: true,
    environment: { GATEHOUSE_DISCORD_API: server.api },
    options: {},
    secrets: { token: BOT_TOKEN },
    attach: () => {},
    isConnected: () => server.gateway.isConnected,
    person(name) {
      const user = state.person(name);
      const chat = state.direct();
      return {
        id: user.id,
        name,
        say(text, file) {
          const command = file === undefined ? COMMAND.exec(text) : null;
          if (command?.[1] !== undefined) state.command(user, chat, command[1], command[2]);
          else state.say(user, chat, { text, ...(file === undefined ? {} : { files: [file] }) });
        },
        press: (message, label) => void state.press(user, message.id, findButton(message, label).data),
        shown: () => state.ofBot(chat.id).map((message) => toShown(server, message)),
      };
    },
    isIdle: () => true,
    close: () => server.close(),
  };
}

interface Row {
  readonly components?: readonly { readonly label?: string; readonly custom_id?: string }[];
}

function toShown({ state }: DiscordServer, { id, content, components, attachments }: MessageObject): ShownMessage {
  const [attachment] = attachments;
  // The routes have checked the components.
  const buttons = (components as readonly Row[]).flatMap((row) => row.components ?? []);
  const stored =
    attachment === undefined
      ? undefined
      : state.file(new URL(attachment.url).pathname + new URL(attachment.url).search);
  return {
    id,
    text: toPlain(content),
    buttons: buttons.map(({ label = '', custom_id: data = '' }) => ({ label, data })),
    ...(attachment === undefined || stored === undefined
      ? {}
      : { file: { name: attachment.filename, bytes: stored.bytes } }),
  };
}
