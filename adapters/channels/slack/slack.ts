// Slack: direct messages, channels, and threads, through an app of the user's own in socket mode, which needs no public address.
import type { Channel } from '#core/ports/channel.ts';
import { defineChannel, type ChannelContext } from '../define-channel.ts';
import { TIMING, type Timing } from './limits.ts';
import { SlackChannel } from './slack-channel.ts';

/** Creates a channel. Tests shorten its times. */
export function createSlackChannel(context: ChannelContext, timing: Timing = TIMING): Channel {
  return new SlackChannel(context, timing);
}

/** The kind. */
export const SLACK = defineChannel({
  id: 'slack',
  title: 'Slack',
  summary: 'Talk to agents in direct messages, channels, and threads of Slack.',
  steps: [
    'Open [your Slack apps](https://api.slack.com/apps), select **Create New App**, then **From a manifest**, and paste the manifest from the Slack guide of Gatehouse.',
    'Select **Install to Workspace**. On the **OAuth & Permissions** page, copy the bot token, which starts with `xoxb-`.',
    'On the **Basic Information** page, under **App-Level Tokens**, create a token with the scope `connections:write`. It starts with `xapp-`.',
    'After connecting, open the app in Slack under **Apps** and write to it. To use it in a channel, send `/invite` and its name there.',
  ],
  fields: [
    {
      name: 'botToken',
      title: 'Bot token',
      help: 'From the OAuth & Permissions page of your app. It starts with xoxb-.',
      isSecret: true,
      variable: 'SLACK_BOT_TOKEN',
      pattern: '^xoxb-[A-Za-z0-9-]{10,250}$',
    },
    {
      name: 'appToken',
      title: 'App-level token',
      help: 'From the Basic Information page of your app, with the scope connections:write. It starts with xapp-.',
      isSecret: true,
      variable: 'SLACK_APP_TOKEN',
      pattern: '^xapp-[A-Za-z0-9-]{10,250}$',
    },
  ],
  create: (context) => createSlackChannel(context),
});
