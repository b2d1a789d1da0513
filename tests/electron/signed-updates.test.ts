// A build with update keys, and an update server that sends metadata with good, bad, or no signatures.
// Proves: PK-2
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { signedBytes } from '../../electron/main/update-signature.ts';
import { isLinux, OLD_APP, useUpdateStage } from './update-stage.ts';

const [own, next, other] = [0, 1, 2].map(() => generateKeyPairSync('ed25519'));
if (!own || !next || !other) throw new Error('no keys');
const toLine = ({ publicKey }: { readonly publicKey: KeyObject }) =>
  publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
const signWith =
  ({ privateKey }: { readonly privateKey: KeyObject }) =>
  (name: string, content: string): string =>
    `${sign(null, signedBytes(name, content), privateKey).toString('base64')}\n`;

const { requests, feed, appImage, client } = useUpdateStage(`${toLine(own)}\n${toLine(next)}\n`);

async function expectRejected(): Promise<void> {
  const before = requests.length;
  const state = await client().request('updates.check', {});
  expect(state).toMatchObject({ phase: 'idle', problem: expect.stringContaining('rejected') as string });
  expect(state.version).toBeUndefined();
  expect(requests.slice(before).filter(({ path }) => path.endsWith('.AppImage'))).toEqual([]);
  expect(readFileSync(appImage, 'utf8')).toBe(OLD_APP);
}

describe.skipIf(!isLinux)('updates of a build with update keys', () => {
  it('reject metadata without a signature', async () => {
    Object.assign(feed, { version: '9.0.0', sign: undefined });
    await expectRejected();
  });

  it('reject a signature of another key, of another content, and of another file', async () => {
    feed.sign = signWith(other);
    await expectRejected();
    feed.sign = (name, content) => signWith(own)(name, content.replace('9.0.0', '8.0.0'));
    await expectRejected();
    feed.sign = (_name, content) => signWith(own)('beta-linux.yml', content);
    await expectRejected();
    feed.sign = () => '<html>Not found</html>';
    await expectRejected();
  });

  it('never install an older version, although its metadata was signed once', async () => {
    Object.assign(feed, { version: '0.0.9', sign: signWith(own) });
    const state = await client().request('updates.check', {});
    expect(state).toMatchObject({ phase: 'idle' });
    expect(state.problem).toBeUndefined();
    expect(requests.filter(({ path }) => path.endsWith('.AppImage'))).toEqual([]);
  });

  it('accept a signature of any of the keys, and list the request for it in the outbound ledger', async () => {
    Object.assign(feed, { version: '9.0.0', sign: signWith(next) });
    expect(await client().request('updates.check', {})).toMatchObject({ phase: 'ready', version: '9.0.0' });
    expect(requests.map(({ path }) => path)).toContain('/releases/latest-linux.yml.sig');
    const { destinations } = await client().request('outbound.list', { period: 'today' });
    const [destination] = destinations;
    expect(destination?.count).toBe(requests.length);
  });
});
