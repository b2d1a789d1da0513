// A channel that is connected to the local server.
import { onTestFinished } from 'vitest';
import { TELEGRAM } from '#adapters/channels/telegram/kind.ts';
import type { Channel, ChannelEvent } from '#core/ports/channel.ts';
import type { Log } from '#core/ports/log.ts';
import { Secret } from '#core/ports/secrets.ts';
import { SYSTEM_CLOCK } from '#host/system-clock.ts';
import { createLedger } from '#tests/support/outbound/egress-stage.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { BOT_TOKEN, BotServer } from './bot-server.ts';

/** How a test's channel differs. */
export interface TelegramStageOptions {
  readonly token?: string;
  readonly receive?: 'polling' | 'webhook';
  readonly log?: Log;
}

/** The channel with its server. */
export interface TelegramStage {
  readonly server: BotServer;
  readonly channel: Channel;
  readonly events: ChannelEvent[];
  readonly connections: ReturnType<typeof createLedger>;
  /** Starts the channel, and waits until it is connected. */
  start(receive?: (event: ChannelEvent) => Promise<void>): Promise<void>;
}

/** Opens a server and a channel that isn't started. */
export async function openStage({
  token = BOT_TOKEN,
  receive,
  log = QUIET,
}: TelegramStageOptions = {}): Promise<TelegramStage> {
  const server = await BotServer.open();
  onTestFinished(() => server.close());
  const connections = createLedger();
  const channel = TELEGRAM.create({
    id: 'telegram',
    clock: SYSTEM_CLOCK,
    log,
    ledger: connections.ledger,
    environment: { GATEHOUSE_TELEGRAM_API: server.address },
    option: (field) => (field === 'receive' ? receive : undefined),
    secret: async () => (token === '' ? undefined : new Secret(token)),
    webhookUrl: () => 'https://gatehouse.example/channels/telegram/webhook',
  });
  onTestFinished(() => channel.stop());
  const events: ChannelEvent[] = [];
  return {
    server,
    channel,
    events,
    connections,
    async start(take = async (event) => void events.push(event)) {
      channel.start(take);
      await waitUntil('the connection', () => channel.status().connected);
    },
  };
}
