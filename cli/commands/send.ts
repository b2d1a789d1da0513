// `gatehouse send`: a message to a chat.
import { randomUUID } from 'node:crypto';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { withClient } from '../connection/gateway-connection.ts';
import { argument, defineCommand, textOption, type CommandContext } from '../parser/command.ts';

export const send = defineCommand({
  name: 'send',
  summary: 'Send a message to a chat',
  description:
    'The message is saved first, and repeated until the network accepts it. With --id, repeating the command sends nothing new.',
  examples: ['gatehouse send telegram 123456789 "The build is green."'],
  args: [{ name: 'channel' }, { name: 'chat' }, { name: 'text' }],
  options: {
    thread: { value: 'id', help: 'A topic or thread of the chat' },
    id: { value: 'id', help: 'ID of the message: repeating the command with it sends nothing new' },
  },
  run: withClient(run),
});

async function run(context: CommandContext, client: GatewayClient): Promise<void> {
  const threadId = textOption(context, 'thread');
  const result = await client.request('send', {
    channel: argument(context, 0),
    to: argument(context, 1),
    message: argument(context, 2),
    idempotencyKey: textOption(context, 'id') ?? randomUUID(),
    ...(threadId === undefined ? {} : { threadId }),
  });
  context.output.result({ ok: true, ...result }, 'The message was accepted. Problems: gatehouse channels messages');
}
