// A channel that is connected to the local server, and the people who write to it.
import { onTestFinished } from 'vitest';
import { WHATSAPP } from '#adapters/channels/whatsapp/kind.ts';
import type { JsonObject } from '#contract/types/json-object.ts';
import type { Channel, ChannelEvent, WebhookAnswer } from '#core/ports/channel.ts';
import type { Log } from '#core/ports/log.ts';
import { Secret } from '#core/ports/secrets.ts';
import { createLedger } from '#tests/support/outbound/egress-stage.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { SYSTEM_CLOCK } from '#host/system-clock.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { APP_SECRET, deliveryOf, signedRequest, VERIFY_TOKEN, type WhatsAppPerson } from './deliveries.ts';
import { ACCESS_TOKEN, GraphServer, PHONE_NUMBER_ID } from './graph-server.ts';

/** Someone who writes. */
export const ADA: WhatsAppPerson = { phone: '491700000001', userId: 'DE.1349120865530274', name: 'Ada' };
/** Ada's chat, which is named by the ID that every delivery has. */
export const ADA_CHAT = { chatId: 'DE.1349120865530274' };

/** Secrets by field. */
const SECRETS: Readonly<Record<string, string>> = {
  accessToken: ACCESS_TOKEN,
  appSecret: APP_SECRET,
  verifyToken: VERIFY_TOKEN,
};

/** How a test's channel differs. */
export interface StageOptions {
  readonly secrets?: Readonly<Record<string, string>>;
  readonly webhookUrl?: string | undefined;
  readonly log?: Log;
}

/** The channel with its server. */
export interface WhatsAppStage {
  readonly server: GraphServer;
  readonly channel: Channel;
  readonly events: ChannelEvent[];
  readonly connections: ReturnType<typeof createLedger>;
  /** Delivers messages of a person. */
  deliver(person: WhatsAppPerson, ...messages: readonly JsonObject[]): Promise<WebhookAnswer>;
  /** Starts the channel, and waits until it is connected. */
  start(receive?: (event: ChannelEvent) => Promise<void>): Promise<void>;
}

/** Opens a server and a channel that isn't started. */
export async function openStage(options: StageOptions = {}): Promise<WhatsAppStage> {
  const server = await GraphServer.open();
  onTestFinished(() => server.close());
  const connections = createLedger();
  const secrets = { ...SECRETS, ...options.secrets };
  const channel = WHATSAPP.create({
    id: 'whatsapp',
    clock: SYSTEM_CLOCK,
    log: options.log ?? QUIET,
    ledger: connections.ledger,
    environment: { GATEHOUSE_WHATSAPP_API: server.address },
    option: (field) => (field === 'phoneNumberId' ? PHONE_NUMBER_ID : undefined),
    secret: async (field) => (secrets[field] === undefined ? undefined : new Secret(secrets[field])),
    webhookUrl: () =>
      'webhookUrl' in options ? options.webhookUrl : 'https://gatehouse.example/channels/whatsapp/webhook',
  });
  onTestFinished(() => channel.stop());
  const events: ChannelEvent[] = [];
  return {
    server,
    channel,
    events,
    connections,
    async deliver(person, ...messages) {
      const answer = await channel.webhook?.(signedRequest(deliveryOf(person, messages)));
      if (answer === undefined) throw new Error('The channel has no webhook.');
      return answer;
    },
    async start(receive = async (event) => void events.push(event)) {
      channel.start(receive);
      await waitUntil('the connection', () => channel.status().connected);
    },
  };
}

/** A started stage. */
export async function startStage(options?: StageOptions): Promise<WhatsAppStage> {
  const stage = await openStage(options);
  await stage.start();
  return stage;
}
