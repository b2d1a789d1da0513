// Frames that break the rules: of the WebSocket, of JSON, of the protocol.
import { expect } from 'vitest';
import { MAX_FRAME_BYTES, MAX_HANDSHAKE_FRAME_BYTES } from '#contract/wire/limits.ts';
import { connectParams } from '#tests/protocol/support/raw-socket.ts';
import { attackDoor } from './support/attacks.ts';
import { ask, type Outcome, type Stage } from './support/stage.ts';
import { OPCODE, WireSocket, type FrameViolations } from './support/wire-socket.ts';

const wire = (stage: Stage) => WireSocket.open(stage.port);

async function closeOf(stage: Stage, opcode: number, payload: string | Uint8Array, violations: FrameViolations = {}) {
  const socket = await wire(stage);
  socket.frame(opcode, payload, violations);
  return socket.closed;
}

/** Sends the text of a frame as an owner and gives the answer to `id`. */
async function answerTo(stage: Stage, text: string, id: string): Promise<Outcome> {
  const socket = await stage.client(['operator.admin']);
  socket.send(text);
  const answer = await socket.answer(id);
  socket.close();
  return answer;
}

const call = (params: string, id = 'x') => `{"type":"req","id":"${id}","method":"preferences.set","params":${params}}`;

attackDoor('frames', {
  async 'a binary frame'(stage) {
    expect(await closeOf(stage, OPCODE.binary, '{}')).toBe(1003);
  },
  async 'a frame without a mask'(stage) {
    expect(await closeOf(stage, OPCODE.text, '{}', { mask: false })).toBe(1002);
  },
  async 'a compressed frame, although nothing was agreed'(stage) {
    expect(await closeOf(stage, OPCODE.text, '{}', { rsv: 4 })).toBe(1002);
  },
  async 'reserved bits and reserved opcodes'(stage) {
    expect(await closeOf(stage, OPCODE.text, '{}', { rsv: 3 })).toBe(1002);
    expect(await closeOf(stage, OPCODE.reserved, '{}')).toBe(1002);
  },
  async 'compression that the client insists on is not agreed to'(stage) {
    const socket = await WireSocket.open(
      stage.port,
      'Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=15; client_max_window_bits=15\r\n',
    );
    socket.frame(OPCODE.text, Buffer.alloc(100), { rsv: 4 });
    expect(await socket.closed).toBe(1002);
  },
  async 'a continuation of nothing'(stage) {
    expect(await closeOf(stage, OPCODE.continuation, 'x')).toBe(1002);
  },
  async 'a text that begins within another'(stage) {
    const socket = await wire(stage);
    socket.frame(OPCODE.text, '{', { fin: false });
    socket.frame(OPCODE.text, '}');
    expect(await socket.closed).toBe(1002);
  },
  async 'a control frame in pieces, and one that is too long'(stage) {
    expect(await closeOf(stage, OPCODE.ping, 'x', { fin: false })).toBe(1002);
    expect(await closeOf(stage, OPCODE.ping, 'x'.repeat(126))).toBe(1002);
  },
  async 'a close with a code that nobody may send, and one of a single byte'(stage) {
    expect(await closeOf(stage, OPCODE.close, Buffer.from([0x03, 0xee]))).toBe(1002);
    expect(await closeOf(stage, OPCODE.close, Buffer.from([3]))).toBe(1002);
  },
  async 'a declared length of nine exabytes'(stage) {
    expect(await closeOf(stage, OPCODE.text, '', { length: 2n ** 63n - 1n })).toBe(1009);
  },
  async 'a declared length with the highest bit set'(stage) {
    expect([1002, 1009]).toContain(await closeOf(stage, OPCODE.text, '', { length: 2n ** 64n - 1n }));
  },
  async 'a declared length just over what is taken before the sign-in'(stage) {
    expect(await closeOf(stage, OPCODE.text, '', { length: BigInt(MAX_HANDSHAKE_FRAME_BYTES) + 1n })).toBe(1009);
  },
  async 'pieces that are small each and too large together'(stage) {
    const socket = await wire(stage);
    socket.frame(OPCODE.text, 'x'.repeat(1_000), { fin: false });
    for (let sent = 1_000; sent <= MAX_HANDSHAKE_FRAME_BYTES; sent += 1_000)
      socket.frame(OPCODE.continuation, 'x'.repeat(1_000), { fin: false });
    expect(await socket.closed).toBe(1009);
  },
  async 'pieces of a single byte, without end'(stage) {
    const socket = await wire(stage);
    socket.frame(OPCODE.text, 'x', { fin: false });
    for (let sent = 0; sent < 20_000; sent += 1) socket.frame(OPCODE.continuation, 'x', { fin: false });
    expect([1008, 1009]).toContain(await socket.closed);
  },
  async 'empty pieces, without end'(stage) {
    const socket = await wire(stage);
    socket.frame(OPCODE.text, '', { fin: false });
    for (let sent = 0; sent < 20_000; sent += 1) socket.frame(OPCODE.continuation, '', { fin: false });
    expect([1006, 1008, 1009]).toContain(await socket.closed);
  },
  async 'bytes that are no UTF-8'(stage) {
    for (const bytes of [
      [0xc3, 0x28],
      [0xed, 0xa0, 0x80],
      [0xf4, 0x90, 0x80, 0x80],
      [0xc0, 0xaf],
    ])
      expect(await closeOf(stage, OPCODE.text, Buffer.from(bytes))).toBe(1007);
  },
  async 'pings before the sign-in, without end'(stage) {
    const socket = await wire(stage);
    for (let sent = 0; sent < 500; sent += 1) socket.frame(OPCODE.ping, 'x'.repeat(125));
    expect(await socket.closed).toBe(1006);
  },
  async 'text that is no JSON as the first frame'(stage) {
    for (const text of ['', 'hello', '{', '{"type":"req"', "{'type':'req'}", '\u0000', '[]{}'])
      expect([1000, 1008]).toContain(await closeOf(stage, OPCODE.text, text));
  },
  async 'JSON that is no frame as the first frame'(stage) {
    for (const text of [
      'null',
      '1',
      '"req"',
      '[]',
      '{}',
      '[{"type":"req"}]',
      '{"type":"req","id":1,"method":"connect"}',
    ])
      expect(await closeOf(stage, OPCODE.text, text)).toBe(1008);
  },
  async 'nested a hundred thousand deep, before and after the sign-in'(stage) {
    const deep = '['.repeat(30_000);
    expect(await closeOf(stage, OPCODE.text, deep)).toBe(1008);
    const socket = await stage.client(['operator.admin']);
    socket.send(
      `{"type":"req","id":"deep","method":"preferences.set","params":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_001)}`,
    );
    expect((await socket.answer('invalid')).error?.message).toContain('nested deeper');
    socket.close();
  },
  async 'depth hidden behind quotes and escapes'(stage) {
    const tricky = `{"type":"req","id":"q","method":"health","params":{"a":"\\\\\\"${'['.repeat(500)}\\\\","b":${'['.repeat(100)}${']'.repeat(100)}}}`;
    const answer = await answerTo(stage, tricky, 'invalid');
    expect(answer.error?.message).toContain('nested deeper');
  },
  async 'more values than anybody needs'(stage) {
    const answer = await answerTo(stage, call(`[${'0,'.repeat(200_000)}0]`), 'invalid');
    expect(answer.error?.message).toContain('more than');
  },
  async 'a property named __proto__, plain and escaped'(stage) {
    for (const name of ['__proto__', '\\u005f_proto__', '__prot\\u006f__'])
      expect(
        (await answerTo(stage, call(`{"preferences":{"${name}":{"polluted":true}}}`), 'x')).error?.message,
      ).toContain('__proto__');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  },
  async 'properties named constructor and prototype change nothing'(stage) {
    await answerTo(stage, call('{"preferences":{"constructor":{"prototype":{"polluted":true}}}}'), 'x');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    const { preferences } = await stage.call<{ preferences: Record<string, unknown> }>('preferences.get');
    expect(Object.getPrototypeOf(preferences)).toBe(Object.prototype);
  },
  async 'numbers that no program keeps exactly'(stage) {
    for (const number of ['9007199254740993', '-9007199254740993', '1e400', '-1e999', '123456789012345678901234567890'])
      expect((await answerTo(stage, call(`{"preferences":{"n":${number}}}`), 'x')).error?.message, number).toContain(
        'out of range',
      );
  },
  async 'halves of surrogate pairs in values and in names'(stage) {
    for (const params of [
      '{"preferences":{"a":"\\ud800"}}',
      '{"preferences":{"\\udc00":1}}',
      '{"preferences":{"a":"\\udc00\\ud800"}}',
    ])
      expect((await answerTo(stage, call(params), 'x')).error?.message).toContain('Unicode');
  },
  async 'the same property twice: what was judged is what is carried out'(stage) {
    const socket = await stage.client(['operator.read']);
    socket.send('{"type":"req","id":"twice","method":"health","method":"config.patch","params":{"raw":"{}"}}');
    expect((await socket.answer('twice')).error?.message).toBe('missing scope: operator.admin');
    socket.close();
  },
  async 'properties of the frame that are none'(stage) {
    const socket = await stage.client(['operator.read']);
    const extras = ['"scopes":["operator.admin"]', '"auth":{"token":"x"}', '"role":"node"', '"admin":true'];
    for (const [index, extra] of extras.entries()) {
      socket.send(`{"type":"req","id":"e${index}","method":"sessions.list",${extra}}`);
      expect((await socket.answer(`e${index}`)).error?.message).toContain('unexpected property');
    }
    socket.close();
  },
  async 'an id that is a novel, an object or empty'(stage) {
    const socket = await stage.client(['operator.read']);
    for (const id of ['{}', '[]', 'null', '""', '1', 'true'])
      socket.send(`{"type":"req","id":${id},"method":"health"}`);
    expect((await socket.answer('invalid')).ok).toBe(false);
    const long = 'i'.repeat(1_000_000);
    expect((await socket.request(long, 'health')).id?.length).toBe(1_000_000);
    socket.close();
  },
  async 'the same id twice is answered twice, each for itself'(stage) {
    const socket = await stage.client(['operator.read']);
    socket.send({ type: 'req', id: 'same', method: 'health' });
    socket.send({ type: 'req', id: 'same', method: 'config.patch', params: { raw: '{}' } });
    await socket.frame((frame) => frame.id === 'same' && frame.ok === true);
    expect((await socket.frame((frame) => frame.id === 'same' && frame.ok === false)).error?.code).toBe('FORBIDDEN');
    socket.close();
  },
  async 'a hundred bad frames end the socket'(stage) {
    const socket = await stage.client(['operator.read']);
    for (let sent = 0; sent < 100; sent += 1) socket.send('{"type":"nonsense"}');
    expect(await socket.closed).toEqual({ code: 1008, reason: 'too many bad frames' });
  },
  async 'a frame over 25 MiB after the sign-in'(stage) {
    const socket = await stage.client(['operator.admin']);
    socket.send(`{"type":"req","id":"big","method":"health","params":{"x":"${'x'.repeat(MAX_FRAME_BYTES)}"}}`);
    expect((await socket.closed).code).toBe(1009);
  },
  async 'twenty megabytes of backslashes are read in one pass'(stage) {
    const socket = await stage.client(['operator.admin']);
    const began = process.cpuUsage();
    const outcome = ask(socket, 'preferences.set', { preferences: { a: '\\"'.repeat(5_000_000) } });
    expect((await outcome).ok).toBe(false);
    expect(process.cpuUsage(began).user / 1e6).toBeLessThan(10);
    socket.close();
  },
  async 'params that are no object'(stage) {
    const socket = await stage.client(['operator.admin']);
    for (const params of [null, [], 'x', 1, true, [{ key: 'a' }]]) {
      const outcome = await ask(socket, 'sessions.describe', params);
      expect(outcome.ok).toBe(false);
    }
    socket.close();
  },
  async 'a connect hidden in a later frame does not begin a second life'(stage) {
    const socket = await stage.client(['operator.read']);
    const outcome = await ask(socket, 'connect', connectParams());
    expect(outcome.ok).toBe(false);
    expect((await ask(socket, 'health')).ok).toBe(true);
    socket.close();
  },
});
