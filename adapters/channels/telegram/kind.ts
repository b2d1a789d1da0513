// Telegram, through a bot of the user's own.
import { createRecordedFetch } from '../outbound/recorded-fetch.ts';
import { defineChannel } from '../define-channel.ts';
import { TelegramChannel } from './channel.ts';

/** For tests, and for a Bot API server of one's own. */
const ADDRESS_VARIABLE = 'GATEHOUSE_TELEGRAM_API';
const BOT_API = 'https://api.telegram.org';

/** The member of the family. */
export const TELEGRAM = defineChannel({
  id: 'telegram',
  title: 'Telegram',
  summary: 'Connects a Telegram bot of your own.',
  steps: [
    'Open Telegram, write to [@BotFather](https://t.me/BotFather), and send `/newbot`. Choose a name, and a username that ends in `bot`.',
    'Copy the token that BotFather sends, and enter it here.',
    'To use the bot in groups, send `/setprivacy` to BotFather and choose **Disable** if it should see all messages. Otherwise it sees only commands, mentions, and replies.',
  ],
  fields: [
    {
      name: 'botToken',
      title: 'Bot token',
      help: 'From @BotFather, such as 1234567890:AAE….',
      isSecret: true,
      variable: 'TELEGRAM_BOT_TOKEN',
      pattern: '^[0-9]{3,20}:[A-Za-z0-9_-]{20,100}$',
    },
    {
      name: 'receive',
      title: 'Receive messages',
      help: 'Polling works everywhere. A webhook needs a public address of this gateway.',
      isOptional: true,
      choices: [
        { value: 'polling', title: 'By polling' },
        { value: 'webhook', title: 'By webhook' },
      ],
    },
  ],
  create({ id, ledger, environment, option, secret, webhookUrl, clock, log }) {
    return new TelegramChannel({
      fetch: createRecordedFetch({ ledger, environment, caller: { kind: 'channel', name: id } }),
      base: (environment[ADDRESS_VARIABLE] ?? BOT_API).replace(/\/$/, ''),
      token: async () => (await secret('botToken'))?.reveal() ?? '',
      webhookUrl: () => (option('receive') === 'webhook' ? webhookUrl() : undefined),
      isWebhook: () => option('receive') === 'webhook',
      clock,
      log,
    });
  },
});
