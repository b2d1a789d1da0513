// Proves: CN-5
import { describe, expect, it } from 'vitest';
import type { ChannelEvent } from '#core/ports/channel.ts';
import {
  deliveryOf,
  messageFrom,
  pressFrom,
  signedRequest,
  textFrom,
  VERIFY_TOKEN,
} from '#tests/support/whatsapp/deliveries.ts';
import { PHONE_NUMBER } from '#tests/support/whatsapp/graph-server.ts';
import { ADA, ADA_CHAT, openStage, startStage } from '#tests/support/whatsapp/stage.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

const { signal } = new AbortController();

describe('a WhatsApp number', () => {
  it('tells its number and link when it is connected', async () => {
    const { channel } = await startStage();
    expect(channel.status()).toEqual({ connected: true, account: PHONE_NUMBER, link: 'https://wa.me/15550100001' });
  });

  it('connects again after errors, and tells what is wrong until then', async () => {
    const { channel, server, start } = await openStage();
    server.fail('disconnect', { status: 503, code: 131_016 });
    const connected = start();
    await waitUntil('the error', () => channel.status().error !== undefined);
    expect(channel.status()).toMatchObject({ connected: false, error: expect.stringContaining('WhatsApp') });
    await connected;
    expect(channel.status().error).toBeUndefined();
  });

  it('tells what to do about a wrong token, without revealing it', async () => {
    const { channel } = await openStage({ secrets: { accessToken: 'EAAG-wrong' } });
    channel.start(async () => undefined);
    await waitUntil('the error', () => channel.status().error !== undefined);
    expect(channel.status().error).toContain('Create a new access token');
    expect(channel.status().error).not.toContain('EAAG');
  });

  it('tells that nobody can reach the webhook', async () => {
    const { channel } = await startStage({ webhookUrl: undefined });
    expect(channel.status()).toMatchObject({ connected: true, error: expect.stringContaining('no messages arrive') });
  });

  it('records its connections', async () => {
    const { connections } = await startStage();
    expect(connections.opened.map(({ destination }) => destination.host)).toEqual(['127.0.0.1']);
  });

  it('sets the menu of commands', async () => {
    const { channel, server } = await startStage();
    await channel.setCommands([{ name: 'usage', description: 'Shows what you used' }], signal);
    expect(server.commands).toEqual([{ command_name: 'usage', command_description: 'Shows what you used' }]);
  });
});

describe('the webhook of WhatsApp', () => {
  it('answers the challenge of Meta only with the verify token', async () => {
    const { channel } = await startStage();
    const ask = (token: string, mode = 'subscribe') =>
      channel.webhook?.({
        method: 'GET',
        query: { 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': '1158201444' },
        headers: {},
        body: new Uint8Array(),
      });
    expect(await ask(VERIFY_TOKEN)).toEqual({ status: 200, body: '1158201444' });
    expect(await ask('other')).toMatchObject({ status: 403 });
    expect(await ask(VERIFY_TOKEN, 'unsubscribe')).toMatchObject({ status: 403 });
  });

  it('receives texts with the immutable ID of the sender', async () => {
    const { deliver, events } = await startStage();
    const message = textFrom(ADA, 'Hello');
    expect(await deliver(ADA, message)).toEqual({ status: 200, body: 'OK' });
    expect(events).toEqual([
      {
        kind: 'message',
        id: message['id'],
        messageId: message['id'],
        chat: { ...ADA_CHAT, kind: 'direct', title: 'Ada' },
        sender: { id: ADA_CHAT.chatId, name: 'Ada' },
        text: 'Hello',
        files: [],
        isForBot: true,
      },
    ]);
  });

  it('receives from people with a user name, who have no phone number, and from old deliveries without an ID', async () => {
    const { deliver, events } = await startStage();
    await deliver({ userId: 'US.134' }, textFrom({ userId: 'US.134' }, 'one'));
    await deliver({ phone: '15551234' }, textFrom({ phone: '15551234' }, 'two'));
    expect(events.map(({ sender }) => sender.id)).toEqual(['US.134', '15551234']);
  });

  it('receives several messages in the order of their times, and the rest of a delivery with unknown ones', async () => {
    const { deliver, events } = await startStage();
    const [first, second, third] = ['1', '2', '3'].map((text) => textFrom(ADA, text));
    await deliver(
      ADA,
      third ?? {},
      messageFrom(ADA, { type: 'hologram', hologram: {} }),
      { id: 7 },
      first ?? {},
      second ?? {},
    );
    expect(events.map((event) => event.kind === 'message' && event.text)).toEqual(['1', '2', '3']);
  });

  it('receives files, voice notes, places, and contacts', async () => {
    const { deliver, events } = await startStage();
    await deliver(
      ADA,
      messageFrom(ADA, { type: 'image', image: { id: 'm1', mime_type: 'image/jpeg', caption: 'See' } }),
      messageFrom(ADA, { type: 'document', document: { id: 'm2', mime_type: 'application/pdf', filename: 'a.pdf' } }),
      messageFrom(ADA, { type: 'audio', audio: { id: 'm3', mime_type: 'audio/ogg; codecs=opus', voice: true } }),
      messageFrom(ADA, { type: 'location', location: { latitude: 1.5, longitude: 2.5, name: 'Home' } }),
      messageFrom(ADA, {
        type: 'contacts',
        contacts: [{ name: { formatted_name: 'Bob' }, phones: [{ phone: '+1' }] }],
      }),
    );
    expect(events.map((event) => event.kind === 'message' && [event.text, event.files])).toEqual([
      ['See', [{ ref: 'm1', name: 'image.jpeg', mimeType: 'image/jpeg' }]],
      ['', [{ ref: 'm2', name: 'a.pdf', mimeType: 'application/pdf' }]],
      ['', [{ ref: 'm3', name: 'audio.ogg', mimeType: 'audio/ogg', isVoice: true }]],
      ['Location:\nHome\n1.5, 2.5', []],
      ['Contacts:\nBob, +1', []],
    ]);
  });

  it('receives reactions and presses, and tells what was quoted and forwarded', async () => {
    const { deliver, events, channel } = await startStage();
    const messageId = await channel.send({ to: ADA_CHAT, key: 'k', markdown: 'Allow **it**?' }, signal);
    await deliver(ADA, messageFrom(ADA, { type: 'reaction', reaction: { message_id: messageId, emoji: '👍' } }));
    await deliver(ADA, messageFrom(ADA, { type: 'reaction', reaction: { message_id: messageId } }));
    await deliver(ADA, pressFrom(ADA, { messageId, id: 'allow:1', title: 'Allow' }));
    await deliver(ADA, pressFrom(ADA, { messageId, id: 'deny:1', title: 'Deny' }, 'list'));
    await deliver(ADA, textFrom(ADA, 'Yes', { context: { id: messageId } }));
    await deliver(ADA, textFrom(ADA, '/run x', { context: { forwarded: true } }));
    expect(events.map(({ chat: _chat, sender: _sender, id: _id, ...event }) => event)).toMatchObject([
      { kind: 'reaction', messageId, emoji: '👍', isRemoved: false },
      { kind: 'reaction', messageId, emoji: '', isRemoved: true },
      { kind: 'press', messageId, data: 'allow:1' },
      { kind: 'press', messageId, data: 'deny:1' },
      { kind: 'message', text: 'Yes', quoted: 'Allow **it**?' },
      { kind: 'message', text: '/run x', isForwarded: true },
    ]);
  });

  it('is delivered again when an event could not be saved, and while the channel is stopped', async () => {
    const { channel, deliver, events, start } = await openStage();
    let isFull = true;
    await start(async (event) => {
      if (isFull) throw new Error('The disk is full.');
      events.push(event);
    });
    const message = textFrom(ADA, 'Hello');
    expect(await deliver(ADA, message)).toMatchObject({ status: 503 });
    isFull = false;
    expect(await deliver(ADA, message)).toMatchObject({ status: 200 });
    await channel.stop();
    expect(await deliver(ADA, textFrom(ADA, 'Later'))).toMatchObject({ status: 503 });
    expect(events.map(({ id }) => id)).toEqual([message['id']]);
  });

  it('acknowledges only after the event was saved, and handles one delivery after another', async () => {
    const { deliver, start } = await openStage();
    const handled: string[] = [];
    let release: () => void = () => undefined;
    const saving = new Promise<void>((resolve) => (release = resolve));
    await start(async (event: ChannelEvent) => {
      handled.push(`start ${event.kind === 'message' && event.text}`);
      await saving;
      handled.push(`end ${event.kind === 'message' && event.text}`);
    });
    const answers = [deliver(ADA, textFrom(ADA, '1')), deliver(ADA, textFrom(ADA, '2'))];
    await waitUntil('the first', () => handled.length === 1);
    release();
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200]);
    expect(handled).toEqual(['start 1', 'end 1', 'start 2', 'end 2']);
  });

  it('ignores deliveries for other numbers, groups, and statuses of success', async () => {
    const { channel, deliver, events } = await startStage();
    await channel.webhook?.(signedRequest(deliveryOf(ADA, [textFrom(ADA, 'Hello')], {}, '999')));
    await deliver(ADA, textFrom(ADA, 'in a group', { group_id: 'G1' }));
    const statuses = [{ id: 'wamid.1', status: 'read', recipient_id: ADA.phone }];
    await channel.webhook?.(signedRequest(deliveryOf(ADA, [], { statuses })));
    expect(events).toEqual([]);
    expect(channel.status().error).toBeUndefined();
  });
});
