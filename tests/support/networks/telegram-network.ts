// Telegram, for tests of every network.
import { BOT_TOKEN, BotServer, type BotMessage } from '#tests/support/telegram/bot-server.ts';
import { press, say, sendFile } from '#tests/support/telegram/people.ts';
import { findButton, type Network, type ShownMessage } from './network.ts';

/** Opens the network. */
export async function openTelegramNetwork(): Promise<Network> {
  const server = await BotServer.open();
  let people = 100;
  return {
    title: 'Telegram',
    id: 'telegram',
    keys: false,
    edits: true,
    environment: { GATEHOUSE_TELEGRAM_API: server.address },
    options: {},
    secrets: { botToken: BOT_TOKEN },
    attach: () => {},
    isConnected: () => server.calls.includes('getUpdates'),
    person(name) {
      people += 1;
      const from = { id: people, is_bot: false, first_name: name };
      return {
        id: String(from.id),
        name,
        say(text, file) {
          if (file === undefined) say(server, text, { from });
          else sendFile(server, file.bytes, file.name, text, { from });
        },
        press: (message, label) =>
          void press(server, from.id, Number(message.id), findButton(message, label).data, from),
        shown: () => server.shown(String(from.id)).map(toShown),
      };
    },
    isIdle: () => server.unconfirmed === 0,
    close: () => server.close(),
  };
}

function toShown({ id, text, buttons, file }: BotMessage): ShownMessage {
  return {
    id: String(id),
    text,
    buttons: buttons.flat().map((button) => ({ label: button.text, data: button.callback_data })),
    ...(file === undefined ? {} : { file }),
  };
}
