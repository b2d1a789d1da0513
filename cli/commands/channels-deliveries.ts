// Subcommands of `channels` about messages that wait to be sent, or couldn't be.
import type { ChannelDelivery } from '#contract/types/channels.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { withClient } from '../connection/gateway-connection.ts';
import { plainLine } from '../output/plain-text.ts';
import { argument, type CommandContext, type Subcommand } from '../parser/command.ts';

/** Subcommands about messages. */
export const CHANNEL_DELIVERY_SUBCOMMANDS: readonly Subcommand[] = [
  { name: 'messages', summary: 'List messages that wait to be sent, or could not be sent', run: withClient(list) },
  {
    name: 'resend',
    summary: 'Send a message again that could not be sent',
    args: [{ name: 'message' }],
    run: withClient(resend),
  },
  {
    name: 'drop',
    summary: 'Drop a message that could not be sent',
    args: [{ name: 'message' }],
    run: withClient(drop),
  },
];

async function list({ output }: CommandContext, client: GatewayClient): Promise<void> {
  const { deliveries } = await client.request('channels.deliveries.list', {});
  output.json({ ok: true, deliveries });
  output.table(
    [
      { title: 'MESSAGE', cell: ({ id }: ChannelDelivery) => id },
      { title: 'CHAT', cell: ({ channel, chatId }) => plainLine(`${channel} ${chatId}`) },
      { title: 'STATE', cell: ({ state }) => state, color: (text) => (text === 'failed' ? 'red' : undefined) },
      { title: 'PROBLEM', cell: ({ error = '-' }) => plainLine(error) },
      { title: 'TEXT', cell: ({ text }) => plainLine(text) },
    ],
    deliveries,
    'All messages were sent.',
  );
}

async function resend(context: CommandContext, client: GatewayClient): Promise<void> {
  const id = argument(context, 0);
  await client.request('channels.deliveries.resend', { id });
  context.output.result({ ok: true, id }, 'The message is sent again.');
}

async function drop(context: CommandContext, client: GatewayClient): Promise<void> {
  const id = argument(context, 0);
  await client.request('channels.deliveries.drop', { id });
  context.output.result({ ok: true, id }, 'Dropped the message.');
}
