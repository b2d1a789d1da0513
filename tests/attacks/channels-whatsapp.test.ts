// Attacks on a WhatsApp number: forged and altered deliveries, false senders, and files that lead elsewhere.
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { formatText } from '#adapters/channels/whatsapp/format.ts';
import type { Channel, ChannelMessage, WebhookRequest } from '#core/ports/channel.ts';
import type { Log } from '#core/ports/log.ts';
import { deliveryOf, messageFrom, pressFrom, signedRequest, textFrom } from '#tests/support/whatsapp/deliveries.ts';
import { ACCESS_TOKEN } from '#tests/support/whatsapp/graph-server.ts';
import { ADA, ADA_CHAT, startStage, type WhatsAppStage } from '#tests/support/whatsapp/stage.ts';

const { signal } = new AbortController();
const EVE = { phone: '4915100000666', userId: 'DE.666', name: 'Ada' };

async function post(channel: Channel, request: WebhookRequest): Promise<number | undefined> {
  return (await channel.webhook?.(request))?.status;
}

function texts({ events }: WhatsAppStage): readonly string[] {
  return events.flatMap((event) => (event.kind === 'message' ? [event.text] : []));
}

describe('forged deliveries', () => {
  const body = deliveryOf(ADA, [textFrom(ADA, 'forged')]);
  const signed = signedRequest(body);
  const hash = (secret: string, bytes: Uint8Array) => createHmac('sha256', secret).update(bytes).digest('hex');
  const header = (value: string | undefined): WebhookRequest => ({
    ...signed,
    headers: { 'x-hub-signature-256': value },
  });

  it.each<readonly [string, WebhookRequest]>([
    ['without a signature', { ...signed, headers: {} }],
    ['with an empty one', header('sha256=')],
    ['signed with another secret', signedRequest(body, 'guess')],
    ['signed with an empty secret', signedRequest(body, ' ')],
    [
      'with the signature of another body',
      { ...signed, body: Buffer.from(JSON.stringify(deliveryOf(ADA, [textFrom(ADA, 'x')]))) },
    ],
    ['with a space added to the body', { ...signed, body: Buffer.concat([signed.body, Buffer.from(' ')]) }],
    [
      'with a SHA-1 signature',
      header(`sha1=${createHmac('sha1', 'app-secret-of-the-tests').update(signed.body).digest('hex')}`),
    ],
    [
      'with a signature that is too short',
      header(`sha256=${hash('app-secret-of-the-tests', signed.body).slice(0, 62)}`),
    ],
    ['with two signatures', header(`sha256=${'0'.repeat(64)}, ${signed.headers['x-hub-signature-256']}`)],
    [
      'with the signature in another header',
      { ...signed, headers: { 'x-hub-signature': signed.headers['x-hub-signature-256'] } },
    ],
  ])('%s are rejected, and nothing is stored', async (_name, request) => {
    const stage = await startStage();
    expect(await post(stage.channel, request)).toBe(401);
    expect(stage.events).toEqual([]);
  });

  it('are rejected while no app secret is set', async () => {
    const stage = await startStage({ secrets: { appSecret: '' } });
    expect(await post(stage.channel, signedRequest(body, ''))).toBe(401);
    expect(stage.events).toEqual([]);
  });

  it('that cannot be read are rejected or skipped, and later ones still work', async () => {
    const stage = await startStage();
    const bad = [
      '{',
      'null',
      '[]',
      '{"entry":5}',
      '{"entry":[{"changes":[{"field":"messages","value":null}]}]}',
      '"x"',
    ];
    for (const one of bad) expect(await post(stage.channel, signedRequest(one))).toBeLessThan(500);
    expect(await post(stage.channel, signedRequest(Buffer.from([0x7b, 0xff, 0xfe])))).toBe(400);
    expect(await post(stage.channel, signedRequest(`${'['.repeat(100_000)}${']'.repeat(100_000)}`))).toBeLessThan(500);
    await stage.deliver(ADA, textFrom(ADA, 'real'));
    expect(texts(stage)).toEqual(['real']);
  });

  it('of the challenge reflect nothing that a browser could run', async () => {
    const { channel } = await startStage();
    const query = {
      'hub.mode': 'subscribe',
      'hub.verify_token': 'verify-token-of-the-tests',
      'hub.challenge': '<script>alert(1)</script>',
    };
    const request = { method: 'GET', query, headers: {}, body: new Uint8Array() };
    expect(await channel.webhook?.(request)).toMatchObject({ status: 403 });
  });

  it('cannot guess an unset verify token', async () => {
    const { channel } = await startStage({ secrets: { verifyToken: '' } });
    const query = { 'hub.mode': 'subscribe', 'hub.verify_token': '', 'hub.challenge': '1' };
    expect(await channel.webhook?.({ method: 'GET', query, headers: {}, body: new Uint8Array() })).toMatchObject({
      status: 403,
    });
  });
});

describe('false senders', () => {
  it('with the name of somebody else have their own ID', async () => {
    const stage = await startStage();
    await stage.deliver(EVE, textFrom(EVE, '/run rm -rf /'));
    expect(stage.events[0]).toMatchObject({ sender: { id: 'DE.666', name: 'Ada' }, chat: { chatId: 'DE.666' } });
  });

  it('cannot take the ID of somebody else from the list of contacts', async () => {
    const stage = await startStage();
    const contacts = [{ wa_id: ADA.phone, user_id: ADA.userId, profile: { name: 'Ada' } }];
    await post(stage.channel, signedRequest(deliveryOf(EVE, [textFrom({ phone: EVE.phone }, 'Hi')], { contacts })));
    expect(stage.events[0]?.sender).toEqual({ id: EVE.phone });
  });

  it('have names with control characters and any length, which stay names', async () => {
    const stage = await startStage();
    const name = `\u202eadA\u0000${'x'.repeat(10_000)}`;
    await stage.deliver({ ...EVE, name }, textFrom(EVE, 'Hi'));
    expect(stage.events[0]?.sender.id).toBe('DE.666');
    expect(stage.events[0]?.sender.name?.length).toBe(200);
  });

  it('without any ID are skipped', async () => {
    const stage = await startStage();
    await stage.deliver(
      {},
      textFrom({}, 'Hi'),
      { ...textFrom({}, 'Hi'), from: '' },
      { ...textFrom({}, 'Hi'), from: { $ne: '' } },
    );
    expect(stage.events).toEqual([]);
  });

  it('who press a button are named as who pressed, not as who was asked', async () => {
    const stage = await startStage();
    const messageId = await stage.channel.send({ to: ADA_CHAT, key: 'k', markdown: 'Allow?' }, signal);
    await stage.deliver(EVE, pressFrom(EVE, { messageId, id: 'allow:1', title: 'Allow' }));
    expect(stage.events[0]).toMatchObject({ kind: 'press', sender: { id: 'DE.666' }, chat: { chatId: 'DE.666' } });
  });

  it('cannot press by writing the text of a button or its data', async () => {
    const stage = await startStage();
    await stage.deliver(
      EVE,
      textFrom(EVE, 'allow:1'),
      messageFrom(EVE, { type: 'button', button: { payload: 'allow:1', text: 'Allow' } }),
    );
    expect(stage.events.map(({ kind }) => kind)).toEqual(['message', 'message']);
  });

  it('who forward a command of somebody else are marked', async () => {
    const stage = await startStage();
    for (const context of [{ forwarded: true }, { frequently_forwarded: true }])
      await stage.deliver(EVE, textFrom(EVE, '/run x', { context }));
    expect(stage.events.map((event) => event.kind === 'message' && event.isForwarded)).toEqual([true, true]);
  });

  it('in groups are not taken for people in a direct chat', async () => {
    const stage = await startStage();
    await stage.deliver(EVE, textFrom(EVE, 'Hi', { group_id: 'G' }));
    expect(stage.events).toEqual([]);
  });

  it('that are this number itself get no events through statuses', async () => {
    const stage = await startStage();
    const statuses = [{ id: 'wamid.1', status: 'sent', recipient_id: ADA.phone, text: { body: 'echo' } }];
    await post(
      stage.channel,
      signedRequest(deliveryOf(ADA, [], { statuses, message_echoes: [textFrom(ADA, 'echo')] })),
    );
    expect(stage.events).toEqual([]);
  });
});

describe('contents', () => {
  it('with file names that are paths change nothing but the name', async () => {
    const stage = await startStage();
    const document = { id: '../../etc/passwd', mime_type: 'text/plain', filename: '../../../.ssh/authorized_keys' };
    await stage.deliver(ADA, messageFrom(ADA, { type: 'document', document }));
    const [event] = stage.events;
    // Whoever stores it chooses the path; the ID is one part of an address.
    expect((event as ChannelMessage).files[0]?.ref).toBe('../../etc/passwd');
    await expect(stage.channel.download('../../etc/passwd', 100, signal)).rejects.toMatchObject({ code: 'rejected' });
  });

  it('that answers contain cannot become links to other schemes or formatting', () => {
    expect(formatText('[safe](javascript:alert(1)) <a href="x">y</a> \\*not bold\\*')).toBe(
      'safe <a href="x">y</a> ∗not bold∗',
    );
  });

  it('of files are fetched from servers of Meta only, and the token goes nowhere else', async () => {
    const asked: (string | undefined)[] = [];
    const elsewhere = createServer((request, response) => {
      asked.push(request.headers.authorization);
      response.end('stolen');
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void elsewhere.close().closeAllConnections());
    // It listens on a port.
    const { port } = elsewhere.address() as AddressInfo;
    const { channel, server } = await startStage();
    const ref = server.addFile(Buffer.from('x'), 'image/png');
    const addresses = [
      `http://127.0.0.1:${port}/`,
      `https://lookaside.fbsbx.com.evil.example/`,
      `https://user:pass@lookaside.fbsbx.com/`,
      `http://lookaside.fbsbx.com/`,
      `https://lookaside.fbsbx.com:8443/`,
      `https://evilfbsbx.com/`,
      'file:///etc/passwd',
      'not an address',
    ];
    for (const address of addresses) {
      server.fileAddress = () => address;
      await expect(channel.download(ref, 100, signal)).rejects.toMatchObject({ code: 'rejected' });
    }
    expect(asked).toEqual([]);
  });

  it('that are larger than declared are not read to the end', async () => {
    const { channel, server } = await startStage();
    const small = server.addFile(Buffer.from('x'), 'image/png');
    const large = server.addFile(Buffer.alloc(5_000_000), 'image/png');
    server.fileAddress = () => `${server.address}/files/${large}`;
    await expect(channel.download(small, 1_000, signal)).rejects.toMatchObject({ code: 'too-large' });
  });

  it('that were exchanged on the way are rejected', async () => {
    const { channel, server } = await startStage();
    const [ref, other] = [server.addFile(Buffer.from('a'), 'image/png'), server.addFile(Buffer.from('b'), 'image/png')];
    server.fileAddress = () => `${server.address}/files/${other}`;
    await expect(channel.download(ref, 1_000, signal)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('and errors and logs never contain the token or the secret', async () => {
    const lines: string[] = [];
    const write = (...parts: readonly unknown[]): void => void lines.push(JSON.stringify(parts));
    const log: Log = { debug: write, info: write, warn: write, error: write, part: () => log };
    const { channel, server } = await startStage({ log });
    server.fail({ status: 400, code: 100, message: `Bad token ${ACCESS_TOKEN.slice(0, 4)}` });
    const errors = await Promise.allSettled([
      channel.send({ to: ADA_CHAT, key: 'k', markdown: 'x' }, signal),
      channel.download('x', 1, signal),
      post(channel, signedRequest('{', 'guess')),
    ]);
    const shown = JSON.stringify([
      lines,
      channel.status(),
      errors.map((one) => ('reason' in one ? String(one.reason) : '')),
    ]);
    expect(shown).not.toContain(ACCESS_TOKEN);
    expect(shown).not.toContain('app-secret');
  });
});
