// Proves: N-8
import { expect, it } from 'vitest';
import { adaptPolicy } from './content-policy.ts';
import { insertScript } from './insert-script.ts';

const URLS = { scriptUrl: 'http://h/s.js', reportUrl: 'http://h/r' };

it.each([
  ["script-src 'self'", "script-src 'self' http://h/s.js"],
  ["default-src 'none'", "default-src 'none'; script-src http://h/s.js; connect-src http://h/r"],
  ["SCRIPT-SRC 'none'; frame-ancestors 'none'", 'script-src http://h/s.js'],
  ["script-src 'self'; script-src-elem 'nonce-a'", "script-src 'self'; script-src-elem 'nonce-a' http://h/s.js"],
  ['connect-src https://api.example', 'connect-src https://api.example http://h/r'],
  [
    "img-src 'self', default-src 'self'",
    "img-src 'self', default-src 'self'; script-src 'self' http://h/s.js; connect-src 'self' http://h/r",
  ],
  ['', ''],
])('adds the script and its reports to %j only where something restricts them', (policy, adapted) =>
  expect(adaptPolicy(policy, URLS)).toBe(adapted),
);

async function insert(...chunks: readonly string[]): Promise<string> {
  const stream = insertScript('<S>');
  for (const chunk of chunks) stream.write(Buffer.from(chunk));
  stream.end();
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString();
}

it('inserts the script at the start of the head, wherever the document is split', async () => {
  expect(await insert('<!doctype html><ht', 'ml><he', 'ad lang="é">', '<title>é</title>')).toBe(
    '<!doctype html><html><head lang="é"><S><title>é</title>',
  );
  expect(await insert('<!DOCTYPE html>\n<p>Hi</p>')).toBe('<!DOCTYPE html><S>\n<p>Hi</p>');
  expect(await insert('<header>Hi</header>')).toBe('<S><header>Hi</header>');
  expect(await insert()).toBe('<S>');
});

it('puts the script in front of a head that never ends, however it arrives', async () => {
  const text = '<head '.repeat(3_000);
  expect((await insert(...text)).length).toBe(text.length + '<S>'.length);
});
