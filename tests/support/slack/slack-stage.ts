// A Slack channel with the server that it talks to.
import { onTestFinished } from 'vitest';
import { createSlackChannel } from '#adapters/channels/slack/slack.ts';
import { TIMING, type Timing } from '#adapters/channels/slack/limits.ts';
import type { ChannelContext } from '#adapters/channels/define-channel.ts';
import type { ChannelEvent } from '#core/ports/channel.ts';
import { Secret } from '#core/ports/secrets.ts';
import { SYSTEM_CLOCK } from '#host/system-clock.ts';
import { createLedger } from '#tests/support/outbound/egress-stage.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { openSlackServer } from './slack-server.ts';
import { APP_TOKEN, BOT_TOKEN } from './slack-state.ts';

const FAST: Timing = { ...TIMING, firstRetryMs: 5, maxRetryMs: 50, requestMs: 5_000 };

/** A server, people, and a channel that isn't started yet. */
export async function openSlack(more: Partial<ChannelContext> = {}, timing: Partial<Timing> = {}) {
  const server = await openSlackServer();
  onTestFinished(() => server.close());
  const { state } = server;
  const secrets: Readonly<Record<string, string>> = { botToken: BOT_TOKEN, appToken: APP_TOKEN };
  const connections = createLedger();
  const channel = createSlackChannel(
    {
      id: 'slack',
      clock: SYSTEM_CLOCK,
      log: QUIET,
      ledger: connections.ledger,
      environment: { GATEHOUSE_SLACK_API: server.api },
      option: () => undefined,
      secret: async (field) => new Secret(secrets[field] ?? ''),
      webhookUrl: () => undefined,
      ...more,
    },
    { ...FAST, ...timing },
  );
  onTestFinished(() => channel.stop());
  const ada = state.person('Ada');
  return { server, state, channel, connections, ada, direct: state.channel('D'), general: state.channel() };
}

/** A channel that is connected, and the events that it has handed over. */
export async function connectSlack(more: Partial<ChannelContext> = {}, timing: Partial<Timing> = {}) {
  const opened = await openSlack(more, timing);
  const heard: ChannelEvent[] = [];
  opened.channel.start(async (event) => void heard.push(event));
  await waitUntil('the connection', () => opened.channel.status().connected);
  return { ...opened, heard, signal: new AbortController().signal };
}
