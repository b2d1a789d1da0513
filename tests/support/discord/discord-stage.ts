// A Discord channel with the server that it talks to.
import { onTestFinished } from 'vitest';
import { createDiscordChannel } from '#adapters/channels/discord/discord.ts';
import { TIMING, type Timing } from '#adapters/channels/discord/limits.ts';
import type { ChannelContext } from '#adapters/channels/define-channel.ts';
import type { Channel, ChannelEvent } from '#core/ports/channel.ts';
import { Secret } from '#core/ports/secrets.ts';
import { createLedger } from '#tests/support/outbound/egress-stage.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { BOT_TOKEN } from './discord-model.ts';
import type { DiscordServer } from './discord-server.ts';
import { startDiscord } from './start-discord.ts';

/** Times for tests. */
export const FAST: Timing = { ...TIMING, firstRetryMs: 5, maxRetryMs: 50, newSessionMs: 10, requestMs: 5_000 };

/** A clock that runs in real time. */
const CLOCK = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (ms: number, run: () => void) => {
    const timer = setTimeout(run, ms).unref();
    return () => clearTimeout(timer);
  },
};

/** What a channel needs, for a server. */
export function discordContext(server: DiscordServer, more: Partial<ChannelContext> = {}): ChannelContext {
  return {
    id: 'discord',
    clock: CLOCK,
    log: QUIET,
    ledger: createLedger().ledger,
    environment: { GATEHOUSE_DISCORD_API: server.api },
    option: () => undefined,
    secret: async () => new Secret(BOT_TOKEN),
    webhookUrl: () => undefined,
    ...more,
  };
}

/** A server, people, and a channel that isn't started yet. */
export async function openDiscord(more: Partial<ChannelContext> = {}, timing: Partial<Timing> = {}) {
  const server = await startDiscord();
  const { state } = server;
  const ada = state.person('Ada');
  const stage = { server, state, ada, direct: state.direct(), general: state.channel('general') };
  const channel = createDiscordChannel(discordContext(server, more), { ...FAST, ...timing });
  return { ...stage, channel };
}

/** A channel that is connected, and the events that it has handed over. */
export async function connectDiscord(more: Partial<ChannelContext> = {}, timing: Partial<Timing> = {}) {
  const opened = await openDiscord(more, timing);
  const heard = await connect(opened.channel);
  const { signal } = new AbortController();
  return { ...opened, heard, signal };
}

/** Starts a channel, and waits until it is connected. */
export async function connect(channel: Channel): Promise<ChannelEvent[]> {
  const heard: ChannelEvent[] = [];
  channel.start(async (event) => void heard.push(event));
  onTestFinished(() => channel.stop());
  await waitUntil('the connection', () => channel.status().connected);
  return heard;
}

/** Waits for events. */
export async function untilHeard(heard: readonly ChannelEvent[], count = 1): Promise<void> {
  await waitUntil(`${count} events`, () => heard.length >= count);
}
