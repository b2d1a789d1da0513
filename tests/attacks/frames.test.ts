// Frames that violate the WebSocket protocol, JSON or the gateway protocol.
import { expect } from 'vitest';
import { MAX_FRAME_BYTES, MAX_HANDSHAKE_FRAME_BYTES } from '#contract/wire/limits.ts';
import { connectParams } from '#tests/protocol/support/raw-socket.ts';
import { defineAttacks } from './support/define-attacks.ts';
import { request, type Outcome, type Target } from './support/target.ts';
import { OPCODE, RawWebSocket, type FrameViolations } from './support/raw-websocket.ts';

const wire = (target: Target) => RawWebSocket.open(target.port);

async function closeOf(target: Target, opcode: number, payload: string | Uint8Array, violations: FrameViolations = {}) {
  const socket = await wire(target);
  socket.frame(opcode, payload, violations);
  return socket.closed;
}

/** Sends the text of a frame as the owner; returns the response with this id. */
async function answerTo(target: Target, text: string, id: string): Promise<Outcome> {
  const socket = await target.client(['operator.admin']);
  socket.send(text);
  const answer = await socket.answer(id);
  socket.close();
  return answer;
}

const call = (params: string, id = 'x') => `{"type":"req","id":"${id}","method":"preferences.set","params":${params}}`;

defineAttacks('frames', {
  async 'rejects a binary frame'(target) {
    expect(await closeOf(target, OPCODE.binary, '{}')).toBe(1003);
  },
  async 'rejects an unmasked frame'(target) {
    expect(await closeOf(target, OPCODE.text, '{}', { mask: false })).toBe(1002);
  },
  async 'rejects a compressed frame when no compression was negotiated'(target) {
    expect(await closeOf(target, OPCODE.text, '{}', { rsv: 4 })).toBe(1002);
  },
  async 'rejects reserved bits and reserved opcodes'(target) {
    expect(await closeOf(target, OPCODE.text, '{}', { rsv: 3 })).toBe(1002);
    expect(await closeOf(target, OPCODE.reserved, '{}')).toBe(1002);
  },
  async 'does not negotiate compression'(target) {
    const socket = await RawWebSocket.open(
      target.port,
      'Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=15; client_max_window_bits=15\r\n',
    );
    socket.frame(OPCODE.text, Buffer.alloc(100), { rsv: 4 });
    expect(await socket.closed).toBe(1002);
  },
  async 'rejects a continuation frame without a start'(target) {
    expect(await closeOf(target, OPCODE.continuation, 'x')).toBe(1002);
  },
  async 'rejects a message that starts inside another'(target) {
    const socket = await wire(target);
    socket.frame(OPCODE.text, '{', { fin: false });
    socket.frame(OPCODE.text, '}');
    expect(await socket.closed).toBe(1002);
  },
  async 'rejects fragmented and oversized control frames'(target) {
    expect(await closeOf(target, OPCODE.ping, 'x', { fin: false })).toBe(1002);
    expect(await closeOf(target, OPCODE.ping, 'x'.repeat(126))).toBe(1002);
  },
  async 'rejects a close frame with a forbidden code or a single byte'(target) {
    expect(await closeOf(target, OPCODE.close, Buffer.from([0x03, 0xee]))).toBe(1002);
    expect(await closeOf(target, OPCODE.close, Buffer.from([3]))).toBe(1002);
  },
  async 'rejects a declared length of nine exabytes'(target) {
    expect(await closeOf(target, OPCODE.text, '', { length: 2n ** 63n - 1n })).toBe(1009);
  },
  async 'rejects a declared length with the highest bit set'(target) {
    expect([1002, 1009]).toContain(await closeOf(target, OPCODE.text, '', { length: 2n ** 64n - 1n }));
  },
  async 'rejects a declared length just over the limit before the sign-in'(target) {
    expect(await closeOf(target, OPCODE.text, '', { length: BigInt(MAX_HANDSHAKE_FRAME_BYTES) + 1n })).toBe(1009);
  },
  async 'rejects small fragments that together exceed the limit'(target) {
    const socket = await wire(target);
    socket.frame(OPCODE.text, 'x'.repeat(1_000), { fin: false });
    for (let sent = 1_000; sent <= MAX_HANDSHAKE_FRAME_BYTES; sent += 1_000)
      socket.frame(OPCODE.continuation, 'x'.repeat(1_000), { fin: false });
    expect(await socket.closed).toBe(1009);
  },
  async 'rejects an endless message of one-byte fragments'(target) {
    const socket = await wire(target);
    socket.frame(OPCODE.text, 'x', { fin: false });
    for (let sent = 0; sent < 20_000; sent += 1) socket.frame(OPCODE.continuation, 'x', { fin: false });
    expect([1008, 1009]).toContain(await socket.closed);
  },
  async 'rejects an endless message of empty fragments'(target) {
    const socket = await wire(target);
    socket.frame(OPCODE.text, '', { fin: false });
    for (let sent = 0; sent < 20_000; sent += 1) socket.frame(OPCODE.continuation, '', { fin: false });
    expect([1006, 1008]).toContain(await socket.closed);
  },
  async 'rejects invalid UTF-8'(target) {
    for (const bytes of [
      [0xc3, 0x28],
      [0xed, 0xa0, 0x80],
      [0xf4, 0x90, 0x80, 0x80],
      [0xc0, 0xaf],
    ])
      expect(await closeOf(target, OPCODE.text, Buffer.from(bytes))).toBe(1007);
  },
  async 'disconnects a client that floods pings before the sign-in'(target) {
    const socket = await wire(target);
    for (let sent = 0; sent < 500; sent += 1) socket.frame(OPCODE.ping, 'x'.repeat(125));
    expect(await socket.closed).toBe(1006);
  },
  async 'closes the socket when the first frame is not JSON'(target) {
    for (const text of ['', 'hello', '{', '{"type":"req"', "{'type':'req'}", '\u0000', '[]{}'])
      expect([1000, 1008]).toContain(await closeOf(target, OPCODE.text, text));
  },
  async 'closes the socket when the first frame is not a request'(target) {
    for (const text of [
      'null',
      '1',
      '"req"',
      '[]',
      '{}',
      '[{"type":"req"}]',
      '{"type":"req","id":1,"method":"connect"}',
    ])
      expect(await closeOf(target, OPCODE.text, text)).toBe(1008);
  },
  async 'rejects JSON nested a hundred thousand levels deep'(target) {
    const deep = '['.repeat(30_000);
    expect(await closeOf(target, OPCODE.text, deep)).toBe(1008);
    const socket = await target.client(['operator.admin']);
    socket.send(
      `{"type":"req","id":"deep","method":"preferences.set","params":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_001)}`,
    );
    expect((await socket.answer('invalid')).error?.message).toContain('nested deeper');
    socket.close();
  },
  async 'counts nesting correctly after quotes and escapes'(target) {
    const brackets = (count: number): string => '['.repeat(count);
    const health = (params: string): string => `{"type":"req","id":"q","method":"health","params":${params}}`;
    // The text ends with an escaped backslash: the quote after it closes the text, and the brackets after that count.
    const hidden = health(`{"a":"\\\\","b":${brackets(100)}${']'.repeat(100)}}`);
    expect((await answerTo(target, hidden, 'invalid')).error?.message).toContain('nested deeper');
    // The quote is escaped: the brackets after it are text.
    const text = health(`{"a":"\\"${brackets(500)}"}`);
    expect((await answerTo(target, text, 'q')).error?.message ?? '').not.toContain('nested deeper');
  },
  async 'rejects a frame with hundreds of thousands of values'(target) {
    const answer = await answerTo(target, call(`[${'0,'.repeat(200_000)}0]`), 'invalid');
    expect(answer.error?.message).toContain('more than');
  },
  async 'rejects a property named __proto__, also when escaped'(target) {
    for (const name of ['__proto__', '\\u005f_proto__', '__prot\\u006f__'])
      expect(
        (await answerTo(target, call(`{"preferences":{"${name}":{"polluted":true}}}`), 'x')).error?.message,
      ).toContain('__proto__');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  },
  async 'does not change object prototypes through constructor and prototype properties'(target) {
    await answerTo(target, call('{"preferences":{"constructor":{"prototype":{"polluted":true}}}}'), 'x');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    const { preferences } = await target.call<{ preferences: Record<string, unknown> }>('preferences.get');
    expect(Object.getPrototypeOf(preferences)).toBe(Object.prototype);
  },
  async 'rejects numbers that cannot be represented exactly'(target) {
    for (const number of ['9007199254740993', '-9007199254740993', '1e400', '-1e999', '123456789012345678901234567890'])
      expect((await answerTo(target, call(`{"preferences":{"n":${number}}}`), 'x')).error?.message, number).toContain(
        'out of range',
      );
  },
  async 'rejects unpaired surrogates in values and names'(target) {
    for (const params of [
      '{"preferences":{"a":"\\ud800"}}',
      '{"preferences":{"\\udc00":1}}',
      '{"preferences":{"a":"\\udc00\\ud800"}}',
    ])
      expect((await answerTo(target, call(params), 'x')).error?.message).toContain('Unicode');
  },
  async 'authorizes the method that it runs when a property appears twice'(target) {
    const socket = await target.client(['operator.read']);
    socket.send('{"type":"req","id":"twice","method":"health","method":"config.patch","params":{"raw":"{}"}}');
    expect((await socket.answer('twice')).error?.message).toBe('missing scope: operator.admin');
    socket.close();
  },
  async 'rejects unknown frame properties'(target) {
    const socket = await target.client(['operator.read']);
    const extras = ['"scopes":["operator.admin"]', '"auth":{"token":"x"}', '"role":"node"', '"admin":true'];
    for (const [index, extra] of extras.entries()) {
      socket.send(`{"type":"req","id":"e${index}","method":"sessions.list",${extra}}`);
      expect((await socket.answer(`e${index}`)).error?.message).toContain('unexpected property');
    }
    socket.close();
  },
  async 'rejects ids that are not strings and echoes a very long one'(target) {
    const socket = await target.client(['operator.read']);
    for (const id of ['{}', '[]', 'null', '""', '1', 'true'])
      socket.send(`{"type":"req","id":${id},"method":"health"}`);
    expect((await socket.answer('invalid')).ok).toBe(false);
    const long = 'i'.repeat(1_000_000);
    expect((await socket.request(long, 'health')).id?.length).toBe(1_000_000);
    socket.close();
  },
  async 'responds separately to two requests with the same id'(target) {
    const socket = await target.client(['operator.read']);
    socket.send({ type: 'req', id: 'same', method: 'health' });
    socket.send({ type: 'req', id: 'same', method: 'config.patch', params: { raw: '{}' } });
    await socket.frame((frame) => frame.id === 'same' && frame.ok === true);
    expect((await socket.frame((frame) => frame.id === 'same' && frame.ok === false)).error?.code).toBe('FORBIDDEN');
    socket.close();
  },
  async 'closes the socket after a hundred bad frames'(target) {
    const socket = await target.client(['operator.read']);
    for (let sent = 0; sent < 100; sent += 1) socket.send('{"type":"nonsense"}');
    expect(await socket.closed).toEqual({ code: 1008, reason: 'too many bad frames' });
  },
  async 'closes the socket on a frame over 25 MiB'(target) {
    const socket = await target.client(['operator.admin']);
    socket.send(`{"type":"req","id":"big","method":"health","params":{"x":"${'x'.repeat(MAX_FRAME_BYTES)}"}}`);
    expect((await socket.closed).code).toBe(1009);
  },
  async 'scans twenty megabytes of escapes in linear time'(target) {
    const socket = await target.client(['operator.admin']);
    const began = process.cpuUsage();
    const outcome = request(socket, 'preferences.set', { preferences: { a: '\\"'.repeat(5_000_000) } });
    expect((await outcome).ok).toBe(false);
    expect(process.cpuUsage(began).user / 1e6).toBeLessThan(10);
    socket.close();
  },
  async 'rejects params that are not an object'(target) {
    const socket = await target.client(['operator.admin']);
    for (const params of [null, [], 'x', 1, true, [{ key: 'a' }]]) {
      const outcome = await request(socket, 'sessions.describe', params);
      expect(outcome.error?.details?.['code']).toBe('INVALID_PARAMS');
    }
    socket.close();
  },
  async 'refuses a second connect and keeps the connection'(target) {
    const socket = await target.client(['operator.read']);
    const outcome = await request(socket, 'connect', connectParams());
    expect(outcome.ok).toBe(false);
    expect((await request(socket, 'health')).ok).toBe(true);
    socket.close();
  },
});
