// Discord: servers with channels and threads, and direct messages.
import { defineChannel, type ChannelContext } from '../define-channel.ts';
import type { Channel } from '#core/ports/channel.ts';
import { DiscordChannel } from './discord-channel.ts';
import { TIMING, type Timing } from './limits.ts';

/** Creates a channel. Tests shorten its times. */
export function createDiscordChannel(context: ChannelContext, timing: Timing = TIMING): Channel {
  return new DiscordChannel(context, timing);
}

/** The kind. */
export const discord = defineChannel({
  id: 'discord',
  title: 'Discord',
  summary: 'Talk to agents in direct messages, channels, and threads of Discord.',
  steps: [
    'Open the [Discord Developer Portal](https://discord.com/developers/applications) and select **New Application**. Give it the name that people will see.',
    "On the **Bot** page, turn on **Message Content Intent**, so that agents can read messages that don't mention them.",
    'On the same page, select **Reset Token** and copy the token. Paste it below.',
    'After connecting, use the link of the channel to add the bot to your server. To talk to it alone, open its profile there and send it a message.',
  ],
  fields: [
    {
      name: 'token',
      title: 'Bot token',
      help: 'From the Bot page of your application in the Discord Developer Portal.',
      isSecret: true,
      variable: 'DISCORD_BOT_TOKEN',
      pattern: String.raw`^[\w-]{20,}\.[\w-]{4,}\.[\w-]{20,}$`,
    },
  ],
  create: (context) => createDiscordChannel(context),
});
