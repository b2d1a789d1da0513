// Push messages: turned on in a browser, sent by the escalation of an approval through a local push service, decrypted by the
// subscription's keys, listed in the outbound ledger, and ended with the sign-in.
// Proves: UI-9, AP-5
import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { generate } from 'selfsigned';
import { afterAll, expect, it, onTestFinished } from 'vitest';

import { connectTo } from '#tests/kill/connect.ts';
import { lastToolResults, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { t } from '#messages/translate.ts';

import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

const ecdh = createECDH('prime256v1');
ecdh.generateKeys();
const AUTH = randomBytes(16);

function playAgent(request: ModelRequestRecord): Reply {
  if (lastToolResults(request).length > 0) return { steps: [{ say: 'Done.' }] };
  return { steps: [{ call: 'exec', input: { command: 'mkdir -p secret-plans' } }] };
}

/** What a browser does with a message (RFC 8291). */
function decrypt(body: Buffer): string {
  const salt = body.subarray(0, 16);
  const theirs = body.subarray(21, 21 + 65);
  const derive = (key: Uint8Array, by: Uint8Array, info: Uint8Array, bytes: number) =>
    Buffer.from(hkdfSync('sha256', key, by, info, bytes));
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), theirs]);
  const secret = derive(ecdh.computeSecret(theirs), AUTH, info, 32);
  const key = derive(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = derive(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce);
  decipher.setAuthTag(body.subarray(-16));
  const text = Buffer.concat([decipher.update(body.subarray(86, -16)), decipher.final()]);
  return text.subarray(0, text.lastIndexOf(2)).toString();
}

interface Received {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

/** A push service with a certificate that the host trusts. */
async function startService(): Promise<{
  readonly port: number;
  readonly certificate: string;
  readonly received: Received[];
}> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-push-'));
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  const certificate = join(folder, 'push.pem');
  writeFileSync(certificate, cert);
  const received: Received[] = [];
  const server = createServer({ key, cert }, (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(parts) });
      response.writeHead(201).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });
  return { port: (server.address() as AddressInfo).port, certificate, received };
}

describeInBrowser('push messages', () => {
  it('are opt-in, encrypted, recorded, and end with the sign-in', async () => {
    const { port, certificate, received } = await startService();
    const { stage, app } = await openReadyApp(
      { model: playAgent, env: { NODE_EXTRA_CA_CERTS: certificate } },
      { serviceWorkers: 'allow', permissions: ['notifications'] },
    );
    const { origin, token } = stage.host();
    const client = await connectTo(origin, token);
    onTestFinished(() => client.stop());
    const { hash } = await client.request('config.get', {});
    const settings = { network: { allow: [`127.0.0.1:${port}`] }, approvals: { escalation: { phoneSeconds: 1 } } };
    await client.request('config.patch', { raw: JSON.stringify(settings), baseHash: hash });

    // The browser of the tests has no vendor's service, so it subscribes to the local one.
    const keys = { p256dh: ecdh.getPublicKey('base64url'), auth: AUTH.toString('base64url') };
    await app.page.evaluate(
      ({ endpoint, keys: given }) => {
        let subscription: unknown = null;
        PushManager.prototype.getSubscription = async () => subscription as PushSubscription | null;
        PushManager.prototype.subscribe = async () => {
          subscription = {
            endpoint,
            toJSON: () => ({ endpoint, keys: given }),
            unsubscribe: async () => ((subscription = null), true),
          };
          return subscription as PushSubscription;
        };
        location.hash = '/settings/notifications';
      },
      { endpoint: `https://127.0.0.1:${port}/to/this-browser`, keys },
    );
    await app.page.getByText(t('push.off')).waitFor();
    expect(received).toEqual([]);
    await app.button(t('push.turnOn')).click();
    await app.button(t('push.test')).click();
    await expect.poll(() => received.length).toBe(1);
    expect(JSON.parse(decrypt(received[0]?.body ?? Buffer.alloc(0)))).toMatchObject({ tag: 'test' });

    // Nobody looks at the app, so an approval reaches the device.
    await app.page.goto('about:blank');
    const { key } = await client.request('sessions.create', {});
    await client.request('chat.send', { sessionKey: key, message: 'Go', idempotencyKey: 'push-1' });
    await expect.poll(() => received.length).toBe(2);
    const message = received[1];
    expect(message?.headers).toMatchObject({ urgency: 'high', 'content-encoding': 'aes128gcm' });
    const text = decrypt(message?.body ?? Buffer.alloc(0));
    expect(JSON.parse(text)).toMatchObject({ path: expect.stringContaining('/approvals/item/') as string });
    expect(text).not.toContain('secret-plans');

    const { destinations } = await client.request('outbound.list', { period: 'today' });
    const ours = destinations.find((destination) => destination.port === port);
    expect(ours?.callers).toMatchObject([{ caller: { kind: 'gateway', name: 'push' } }]);

    await app.page.goto(`${origin}/#/approvals`);
    const { approvals } = await client.request('approvals.list', { status: 'pending' });
    const delivered = app.page.getByRole('region', { name: t('push.deliveries') });
    await delivered.getByText(`127.0.0.1:${port}`).waitFor();
    await client.request('approvals.resolve', { id: approvals[0]?.id ?? '', decision: 'deny' });

    const { browsers } = await client.request('browsers.list', {});
    await client.request('browsers.revoke', { id: browsers[0]?.id ?? '' });
    app.watch.expect(/./);
    const next = await client.request('sessions.create', {});
    await client.request('chat.send', { sessionKey: next.key, message: 'Again', idempotencyKey: 'push-2' });
    const pending = async () => (await client.request('approvals.list', { status: 'pending' })).approvals[0]?.id ?? '';
    await expect.poll(pending).not.toBe('');
    const id = await pending();
    const told = async () => (await client.request('approvals.deliveries', { id })).deliveries;
    await expect.poll(told).toContainEqual(expect.objectContaining({ via: 'phone', skipped: 'nobody' }));
    expect(received).toHaveLength(2);
  });
});
