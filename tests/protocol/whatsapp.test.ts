// WhatsApp through a whole gateway: Meta's deliveries at the address of the webhook, and answers in the Cloud API.
// Proves: CN-5
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '#contract/types/json-object.ts';
import {
  APP_SECRET,
  deliveryOf,
  pressFrom,
  signedRequest,
  textFrom,
  VERIFY_TOKEN,
  type WhatsAppPerson,
} from '#tests/support/whatsapp/deliveries.ts';
import { ACCESS_TOKEN, GraphServer, PHONE_NUMBER_ID } from '#tests/support/whatsapp/graph-server.ts';
import { ADA, ADA_CHAT } from '#tests/support/whatsapp/stage.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { startProtocolHost, type ProtocolHost } from './support/protocol-host.ts';
import { connected, type RawSocket } from './support/raw-socket.ts';

const EVE: WhatsAppPerson = { phone: '4915100000666', userId: 'DE.666', name: 'Ada' };

describe('WhatsApp', () => {
  let graph: GraphServer;
  let gateway: ProtocolHost;
  let owner: RawSocket;
  let address = '';
  beforeAll(async () => {
    graph = await GraphServer.open();
    gateway = await startProtocolHost(() => ({ steps: [{ say: 'The answer is **42**.' }] }), {
      config: { channels: { whatsapp: { options: { phoneNumberId: PHONE_NUMBER_ID }, allow: [ADA_CHAT.chatId] } } },
      env: {
        GATEHOUSE_WHATSAPP_API: graph.address,
        WHATSAPP_ACCESS_TOKEN: ACCESS_TOKEN,
        WHATSAPP_APP_SECRET: APP_SECRET,
        WHATSAPP_VERIFY_TOKEN: VERIFY_TOKEN,
      },
    });
    address = `${gateway.url.replace(/^ws/, 'http')}/channels/whatsapp/webhook`;
    owner = await connected(gateway.url, { scopes: ['operator.admin'] });
    await waitUntil('the connection', () => graph.commands !== undefined);
  });
  afterAll(async () => {
    owner.close();
    await gateway.stop();
    await graph.close();
  });

  async function deliver(person: WhatsAppPerson, message: JsonObject, secret?: string): Promise<number> {
    const { headers, body } = signedRequest(deliveryOf(person, [message]), secret);
    const sent = Object.entries(headers).map(([name, value]) => [name, value ?? '']);
    const response = await fetch(address, {
      method: 'POST',
      headers: Object.fromEntries(sent),
      body: Buffer.from(body),
    });
    return response.status;
  }
  const textsTo = (chatId: string): readonly string[] =>
    graph.sent
      .map(({ content }) => content)
      .filter(({ recipient, to }) => (recipient ?? to) === chatId)
      .flatMap(({ text }) => (text === undefined ? [] : [(text as { readonly body: string }).body]));

  it('verifies the address of the webhook', async () => {
    const query = new URLSearchParams({
      'hub.mode': 'subscribe',
      'hub.verify_token': VERIFY_TOKEN,
      'hub.challenge': '1158201444',
    });
    const response = await fetch(`${address}?${query}`);
    expect([response.status, await response.text()]).toEqual([200, '1158201444']);
  });

  it('answers a person once, also if Meta delivers the message again', async () => {
    const message = textFrom(ADA, 'What is the answer?');
    expect(await deliver(ADA, message)).toBe(200);
    expect(await deliver(ADA, message)).toBe(200);
    await waitUntil('the answer', () => textsTo(ADA_CHAT.chatId).length > 0);
    expect(await deliver(ADA, textFrom(ADA, 'Again?'))).toBe(200);
    await waitUntil('the second answer', () => textsTo(ADA_CHAT.chatId).length > 1);
    expect(textsTo(ADA_CHAT.chatId)).toEqual(['The answer is *42*.', 'The answer is *42*.']);
  });

  it('tries again after a rate limit', async () => {
    const before = textsTo(ADA_CHAT.chatId).length;
    // The read receipt with the typing indicator may come first.
    graph.fail({ status: 400, code: 130_429, headers: { 'retry-after': '0' } });
    await deliver(ADA, textFrom(ADA, 'Quickly?'));
    await waitUntil('the answer', () => textsTo(ADA_CHAT.chatId).length > before);
  });

  it('stores nothing of a delivery with an invalid signature', async () => {
    expect(await deliver(ADA, textFrom(ADA, 'Forged'), 'guess')).toBe(401);
    const answer = await owner.request('jobs', 'sessions.list', {});
    expect(JSON.stringify(answer.payload)).not.toContain('Forged');
  });

  it('gives an unknown sender only a pairing code, whatever the name', async () => {
    expect(await deliver(EVE, textFrom(EVE, '/run id'))).toBe(200);
    await waitUntil('the code', () => textsTo('DE.666').length > 0);
    await deliver(EVE, pressFrom(EVE, { messageId: 'wamid.x', id: 'c:/usage', title: 'Usage' }));
    expect(textsTo('DE.666')[0]).toContain('You are not linked');
    expect(textsTo('DE.666').join('')).not.toContain('42');
  });
});
