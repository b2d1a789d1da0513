// Proves: CN-5
import { describe, expect, it } from 'vitest';
import type { ChannelButton, ChannelError, OutgoingMessage } from '#core/ports/channel.ts';
import { deliveryOf, signedRequest, textFrom } from '#tests/support/whatsapp/deliveries.ts';
import { ADA, ADA_CHAT, startStage } from '#tests/support/whatsapp/stage.ts';
import { MAX_FILE_BYTES } from './media.ts';

const { signal } = new AbortController();
const buttons = (...labels: readonly string[]): readonly (readonly ChannelButton[])[] => [
  labels.map((label, at) => ({ label, data: `b:${at}` })),
];
const message = (more: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  to: ADA_CHAT,
  key: 'key-1',
  markdown: 'Hello',
  ...more,
});

/** The error of a call that fails. */
async function failure(call: Promise<unknown>): Promise<ChannelError> {
  return call.then(
    () => {
      throw new Error('It succeeded.');
    },
    (error: ChannelError) => error,
  );
}

describe('sending to WhatsApp', () => {
  it('sends formatted text to an ID or a phone number, as a reply', async () => {
    const { channel, server } = await startStage();
    const id = await channel.send(message({ markdown: '**Hi** _you_', replyTo: 'wamid.1' }), signal);
    await channel.send(message({ to: { chatId: '491700000001' }, key: 'key-2' }), signal);
    expect(server.sent[0]?.id).toBe(id);
    expect(server.sent.map(({ content }) => content)).toMatchObject([
      { recipient: ADA_CHAT.chatId, type: 'text', text: { body: '*Hi* _you_' }, context: { message_id: 'wamid.1' } },
      { to: '491700000001', text: { body: 'Hello' } },
    ]);
  });

  it('shows up to three short buttons, and otherwise lists of ten', async () => {
    const { channel, server } = await startStage();
    await channel.send(message({ key: '1', buttons: buttons('Allow', 'Deny', 'Later') }), signal);
    await channel.send(
      message({ key: '2', buttons: buttons('Allow', 'Allow for this session and all others', 'Allow') }),
      signal,
    );
    await channel.send(
      message({ key: '3', buttons: buttons(...Array.from({ length: 12 }, (_, at) => `Project ${at}`)) }),
      signal,
    );
    await channel.send(message({ key: '4', markdown: 'word '.repeat(300), buttons: buttons('Yes') }), signal);
    const kinds = server.sent.map(({ content }) => content['interactive']);
    expect(kinds).toMatchObject([
      { type: 'button', action: { buttons: [{ reply: { id: 'b:0', title: 'Allow' } }, {}, {}] } },
      {
        type: 'list',
        action: {
          sections: [
            {
              rows: [
                { title: 'Allow' },
                { title: 'Allow for this session …', description: 'Allow for this session and all others' },
                { title: 'Allow 2' },
              ],
            },
          ],
        },
      },
      { type: 'list', body: { text: 'Hello' } },
      {
        type: 'list',
        body: { text: 'More choices:' },
        action: { sections: [{ rows: [{ id: 'b:10' }, { id: 'b:11' }] }] },
      },
      { type: 'list' },
    ]);
  });

  it('reacts, removes a reaction, and shows that it types with a read receipt', async () => {
    const { channel, server, deliver } = await startStage();
    await channel.act({ kind: 'typing', to: ADA_CHAT }, signal);
    expect(server.receipts).toEqual([]);
    const received = textFrom(ADA, 'Hello');
    await deliver(ADA, received);
    await channel.act({ kind: 'typing', to: ADA_CHAT }, signal);
    expect(server.receipts).toMatchObject([
      { status: 'read', message_id: received['id'], typing_indicator: { type: 'text' } },
    ]);
    const reaction = { kind: 'react', to: ADA_CHAT, messageId: String(received['id']), emoji: '👀' } as const;
    await channel.act(reaction, signal);
    await channel.act({ ...reaction, remove: true }, signal);
    expect(server.sent.map(({ content }) => content['reaction'])).toEqual([
      { message_id: received['id'], emoji: '👀' },
      { message_id: received['id'], emoji: '' },
    ]);
    expect(await channel.act({ kind: 'answer-press', pressId: 'x', text: 'Done' }, signal)).toBeUndefined();
  });

  it('rejects what WhatsApp lacks', async () => {
    const { channel } = await startStage();
    const { capabilities } = channel;
    expect([capabilities.edit, capabilities.delete, capabilities.pin, capabilities.threads]).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(await failure(channel.edit(ADA_CHAT, 'x', { markdown: 'y' }, signal))).toMatchObject({
      code: 'unsupported',
    });
    const rest = { to: ADA_CHAT, messageId: 'x' };
    expect(await failure(channel.act({ kind: 'delete', ...rest }, signal))).toMatchObject({ code: 'unsupported' });
    expect(await failure(channel.send(message({ markdown: '' }), signal))).toMatchObject({ code: 'rejected' });
    expect(await failure(channel.send(message({ markdown: 'x'.repeat(4_097) }), signal))).toMatchObject({
      code: 'too-large',
    });
  });
});

describe('errors of WhatsApp', () => {
  it.each([
    [
      { status: 400, code: 130_429 },
      { code: 'rate-limited', retryAfterMs: 2_000 },
    ],
    [
      { status: 400, code: 131_056 },
      { code: 'rate-limited', retryAfterMs: 6_000 },
    ],
    [
      { status: 429, headers: { 'retry-after': '7' } },
      { code: 'rate-limited', retryAfterMs: 7_000 },
    ],
    [
      {
        status: 400,
        code: 80_007,
        headers: { 'x-business-use-case-usage': '{"1":[{"estimated_time_to_regain_access":3}]}' },
      },
      { code: 'rate-limited', retryAfterMs: 180_000 },
    ],
    [
      { status: 400, code: 131_047 },
      { code: 'rejected', message: expect.stringContaining('within 24 hours') },
    ],
    [{ status: 400, code: 131_026 }, { code: 'rejected' }],
    [
      { status: 401, code: 190 },
      { code: 'unauthorized', message: expect.stringContaining('new access token') },
    ],
    [{ status: 403, code: 200 }, { code: 'unauthorized' }],
    [{ status: 400, code: 131_051 }, { code: 'unsupported' }],
    [{ status: 500, code: 131_000 }, { code: 'unavailable' }],
    [{ status: 502 }, { code: 'unavailable' }],
    ['disconnect', { code: 'unavailable' }],
    ['malformed', { code: 'unavailable' }],
    [
      { status: 400, code: 100, message: 'Invalid parameter' },
      { code: 'rejected', message: expect.stringContaining('Invalid parameter') },
    ],
  ] as const)('%j has a type', async (fault, expected) => {
    const { channel, server } = await startStage();
    // An idle connection that is closed is opened again once.
    server.fail(fault, ...(fault === 'disconnect' ? [fault] : []));
    expect(await failure(channel.send(message(), signal))).toMatchObject(expected);
    // The next one works.
    await channel.send(message({ key: 'key-2' }), signal);
    expect(server.sent).toHaveLength(1);
  });

  it('ends when it is canceled', async () => {
    const { channel, server } = await startStage();
    server.fail('silent');
    const canceling = new AbortController();
    const sending = failure(channel.send(message(), canceling.signal));
    canceling.abort();
    expect(await sending).toMatchObject({ code: 'aborted' });
  });

  it('sends only the rest of a message that failed in the middle', async () => {
    const { channel, server } = await startStage();
    const files = [
      { name: 'a.txt', mimeType: 'text/plain', bytes: Buffer.from('a') },
      { name: 'b.txt', mimeType: 'text/plain', bytes: Buffer.from('b') },
    ];
    // The text, the first file with its message, and the second file.
    server.fail('none', 'none', 'none', { status: 503, code: 131_016 });
    expect(await failure(channel.send(message({ files }), signal))).toMatchObject({ code: 'unavailable' });
    const id = await channel.send(message({ files }), signal);
    expect(server.sent.map(({ content }) => content['type'])).toEqual(['text', 'document', 'document']);
    expect(server.sent[0]?.id).toBe(id);
    expect([...server.files.values()].map(({ name }) => name)).toEqual(['a.txt', 'b.txt']);
  });

  it('tells when a message was not delivered because the person wrote too long ago, until they write again', async () => {
    const { channel, deliver } = await startStage();
    const statuses = [
      {
        id: 'wamid.1',
        status: 'failed',
        recipient_id: ADA.phone,
        recipient_user_id: ADA_CHAT.chatId,
        errors: [{ code: 131_047, title: 'Re-engagement message' }],
      },
    ];
    await channel.webhook?.(signedRequest(deliveryOf(ADA, [], { statuses })));
    expect(channel.status().error).toContain('within 24 hours');
    expect(await failure(channel.send(message(), signal))).toMatchObject({ code: 'rejected' });
    await deliver(ADA, textFrom(ADA, 'Hello'));
    expect(await channel.send(message({ key: 'key-2' }), signal)).toContain('wamid');
  });
});

describe('files on WhatsApp', () => {
  it('shows images, audio, and video, and sends the rest as documents', async () => {
    const { channel, server } = await startStage();
    const bytes = Buffer.from('content');
    const files = [
      { name: 'a.png', mimeType: 'image/png', bytes },
      { name: 'b.ogg', mimeType: 'audio/ogg; codecs=opus', bytes },
      { name: 'c.md', mimeType: 'text/markdown', bytes },
      { name: 'd.jpg', mimeType: 'image/jpeg', bytes: Buffer.alloc(5_000_001) },
    ];
    await channel.send(message({ files }), signal);
    expect(server.sent.map(({ content }) => content['type'])).toEqual([
      'text',
      'image',
      'audio',
      'document',
      'document',
    ]);
    expect(server.sent[3]?.content['document']).toMatchObject({ filename: 'c.md' });
    expect([...server.files.values()].map(({ name, bytes: stored }) => [name, stored.length])).toContainEqual([
      'd.jpg',
      5_000_001,
    ]);
  });

  it('rejects types and sizes that WhatsApp does not accept, before anything is sent', async () => {
    const { channel, server } = await startStage();
    const zip = { name: 'a.zip', mimeType: 'application/zip', bytes: Buffer.from('x') };
    expect(await failure(channel.send(message({ files: [zip] }), signal))).toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('a.zip'),
    });
    const large = { name: 'a.pdf', mimeType: 'application/pdf', bytes: new Uint8Array(MAX_FILE_BYTES + 1) };
    expect(await failure(channel.send(message({ files: [large] }), signal))).toMatchObject({ code: 'too-large' });
    expect(server.sent).toEqual([]);
  });

  it('downloads a file up to the limit', async () => {
    const { channel, server } = await startStage();
    const ref = server.addFile(Buffer.from('voice note'), 'audio/ogg');
    expect(Buffer.from(await channel.download(ref, 10, signal)).toString()).toBe('voice note');
    expect(await failure(channel.download(ref, 9, signal))).toMatchObject({ code: 'too-large' });
    expect(await failure(channel.download('unknown', 9, signal))).toMatchObject({ code: 'rejected' });
  });

  it('sends and receives the largest file', async () => {
    const { channel, server } = await startStage();
    const bytes = Buffer.alloc(MAX_FILE_BYTES, 7);
    await channel.send(
      message({ markdown: '', files: [{ name: 'a.pdf', mimeType: 'application/pdf', bytes }] }),
      signal,
    );
    const [ref = ''] = server.files.keys();
    expect(Buffer.compare(await channel.download(ref, MAX_FILE_BYTES, signal), bytes)).toBe(0);
  }, 60_000);
});
