// Proves: TF-1
import { expect, it } from 'vitest';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { createDragOut } from './drag-out.ts';

/** What a drag of `plan.md` offers to other programs, on a page from `origin`. */
async function drag(origin: string, ticket: object): Promise<string | undefined> {
  const client = {
    hello: () => ({ features: { methods: ['files.ticket'] } }),
    request: async () => ticket,
  } as unknown as GatewayClient;
  const out = createDragOut(client, { at: (path) => ({ sessionKey: 's', path }) }, origin);
  out.press('docs/plan.md');
  await new Promise((done) => setImmediate(done));
  let offered: string | undefined;
  out.start('docs/plan.md', { setData: (type, value) => (offered = type === 'DownloadURL' ? value : undefined) });
  return offered;
}

const TICKET = { path: '/download/abc', origin: 'http://127.0.0.1:4100' };

it('offers a file from where the page comes from', async () => {
  expect(await drag('https://desk.local:4100', TICKET)).toBe(
    'application/octet-stream:plan.md:https://desk.local:4100/download/abc',
  );
});

it('offers a file from the gateway of this computer in the desktop app', async () => {
  expect(await drag('gatehouse-app://app', TICKET)).toBe(
    'application/octet-stream:plan.md:http://127.0.0.1:4100/download/abc',
  );
});

it('offers nothing if the gateway listens nowhere', async () => {
  expect(await drag('gatehouse-app://app', { path: '/download/abc' })).toBeUndefined();
});
