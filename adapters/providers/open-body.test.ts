// Proves: MP-2
import { expect, it } from 'vitest';
import { cpuNow } from '#tests/support/cpu-time.ts';
import { openBody } from './open-body.ts';

const toBytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function* send(parts: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* parts;
}

async function readText(parts: Iterable<Uint8Array>): Promise<string> {
  const body = await openBody(send(parts));
  if (body.kind === 'json') return JSON.stringify(body.values);
  const read: Uint8Array[] = [];
  for (let next = await body.bytes.next(); next.done !== true; next = await body.bytes.next()) read.push(next.value);
  return Buffer.concat(read).toString();
}

it('tells events from JSON, whatever the packets are', async () => {
  for (const text of ['\ufeff \n{"a":"é"}', '\ufeff\r\ndata: é\n\n']) {
    const bytes = toBytes(text);
    const whole = await readText([bytes]);
    expect(whole).toContain('é');
    const single = await readText(Array.from(bytes, (byte) => Uint8Array.of(byte)));
    expect(single.replace('\ufeff', '').trim()).toBe(whole.replace('\ufeff', '').trim());
  }
  expect(await readText([toBytes(' \n')])).toBe('');
});

it('reads endless blank text in linear time, and without keeping it', async () => {
  const blank = toBytes(' \n'.repeat(2048));
  const started = cpuNow();
  expect(await readText([...Array.from({ length: 2000 }, () => blank), toBytes('data: x\n\n')])).toBe('data: x\n\n');
  expect(cpuNow() - started).toBeLessThan(1500);
});
