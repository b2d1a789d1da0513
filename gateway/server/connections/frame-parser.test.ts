import { describe, expect, it } from 'vitest';
import { expectCpuTimeBelow } from '#tests/support/cpu-time.ts';
import { findExcess, MAX_JSON_DEPTH, MAX_JSON_VALUES, parseFrame } from './frame-parser.ts';

const nested = (depth: number, inside = '1'): string => '['.repeat(depth) + inside + ']'.repeat(depth);

describe('frames', () => {
  it('parses a request and ignores unknown fields', () => {
    expect(parseFrame('{"type":"req","id":"1","method":"health","traceparent":"x"}')).toEqual({
      kind: 'request',
      frame: { type: 'req', id: '1', method: 'health', params: undefined },
    });
  });

  it.each(['', 'null', 'hello', '{', '{"type":"req"', '\u0000'])('rejects %j', (text) => {
    expect(parseFrame(text).kind).not.toBe('request');
  });

  it('ignores brackets within strings', () => {
    expect(findExcess(JSON.stringify({ text: '[,'.repeat(200_000), quote: '\\"[[[[' }))).toBeUndefined();
    expect(findExcess(`"${'\\'.repeat(101)}"${'['.repeat(200)}`)).toBeUndefined();
  });

  it('allows exactly the maximum depth and number of values', () => {
    const pad = ' '.repeat(200);
    expect(findExcess(nested(MAX_JSON_DEPTH, pad))).toBeUndefined();
    expect(findExcess(nested(MAX_JSON_DEPTH + 1, pad))).toContain('nested deeper');
    expect(findExcess(`[${'1,'.repeat(MAX_JSON_VALUES - 1)}1]`)).toBeUndefined();
    expect(findExcess(`[${'1,'.repeat(MAX_JSON_VALUES)}1]`)).toContain('more than');
  });

  it.each([
    ['deep nesting', '['.repeat(5_000_000)],
    ['an unclosed string of escapes', `"${'\\'.repeat(2_000_000)}`],
    ['many quotes', '"'.repeat(2_000_000)],
    ['escaped quotes', `["${'\\"'.repeat(1_000_000)}`],
    ['millions of values', `{"type":"req","id":"1","method":"health","params":[${'{},'.repeat(8_000_000)}0]}`],
  ])('needs at most 50 ms for %s', (_case, text) => {
    expect(parseFrame(text).kind).not.toBe('request');
    expectCpuTimeBelow(50, () => parseFrame(text));
  });

  it('never throws', () => {
    let seed = 1;
    const random = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
    const alphabet = '{}[]":,\\u0019abtrufnels _p{"type":"req"';
    for (let round = 0; round < 5_000; round += 1) {
      const text = Array.from(
        { length: Math.floor(random() * 60) },
        () => alphabet[Math.floor(random() * alphabet.length)],
      ).join('');
      expect(() => parseFrame(text)).not.toThrow();
    }
  });
});
