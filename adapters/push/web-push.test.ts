// Push messages as the standards describe them: the published example, a signed token, and what the service answers.
// Proves: UI-9
import { createECDH, createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { OutboundRequest } from '#core/ports/outbound.ts';
import type { Secret } from '#core/ports/secrets.ts';
import { encryptMessage } from './encrypt-message.ts';
import { createWebPush } from './web-push.ts';

/** RFC 8291, section 5 and appendix A. */
const EXAMPLE = {
  text: 'When I grow up, I want to be a watermelon',
  privateKey: 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw',
  salt: 'DGv6ra1nlYgDCS1FRnbzlw',
  keys: {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  },
  body: 'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
};
const SUBSCRIPTION = { endpoint: 'https://push.example.org/to/one', keys: EXAMPLE.keys };
const NOW = 1_795_000_000_000;

function sender(status: number) {
  const requests: OutboundRequest[] = [];
  const stored = new Map<string, Secret>();
  const push = createWebPush({
    outbound: {
      toText: async () => undefined,
      async call(request) {
        requests.push(request);
        const bytes = new TextEncoder().encode('no');
        return { url: request.url, status, contentType: '', charset: undefined, bytes, isTruncated: false };
      },
    },
    secrets: {
      get: async (name) => stored.get(name),
      set: async (name, value) => void stored.set(name, value),
      delete: async (name) => void stored.delete(name),
      names: async () => [...stored.keys()],
    },
    knownServices: () => [],
    clock: { now: () => NOW, monotonic: () => NOW, after: () => () => undefined },
  });
  return { push, requests, stored };
}

const MESSAGE = { payload: '{"path":"/approvals"}', ttlSeconds: 60, topic: 'approval-1' };
const send = (push: ReturnType<typeof sender>['push']) =>
  push.send(SUBSCRIPTION, MESSAGE, new AbortController().signal);

describe('web push', () => {
  it('encrypts the example of RFC 8291 to the published bytes', () => {
    const ecdh = createECDH('prime256v1');
    ecdh.setPrivateKey(Buffer.from(EXAMPLE.privateKey, 'base64url'));
    const body = encryptMessage(EXAMPLE.text, SUBSCRIPTION, { ecdh, salt: Buffer.from(EXAMPLE.salt, 'base64url') });
    expect(Buffer.from(body).toString('base64url')).toBe(EXAMPLE.body);
  });

  it('sends no plain text, with a token for that service only, signed by the key that browsers know', async () => {
    const { push, requests, stored } = sender(201);
    expect(await send(push)).toBe('sent');
    const [request] = requests;
    expect(request).toMatchObject({ caller: { kind: 'gateway', name: 'push' }, method: 'POST' });
    expect(request?.headers).toMatchObject({ TTL: '60', Topic: 'approval-1', 'Content-Encoding': 'aes128gcm' });
    expect(Buffer.from(request?.body ?? '').toString('latin1')).not.toContain('approvals');
    const [, token = '', key] = /^vapid t=(\S+), k=(\S+)$/.exec(request?.headers['Authorization'] ?? '') ?? [];
    expect(key).toBe(await push.publicKey());
    const [header = '', claims = '', signature = ''] = token.split('.');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      aud: 'https://push.example.org',
      exp: NOW / 1000 + 43_200,
    });
    const point = Buffer.from(key ?? '', 'base64url');
    const [x = '', y = ''] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
    const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
    const isSigned = verify(
      'sha256',
      Buffer.from(`${header}.${claims}`),
      { key: publicKey, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
    expect(isSigned).toBe(true);
    expect(String(stored.get('push.vapid'))).toBe('[secret]');
  });

  it('tells an ended subscription from a service that has a problem', async () => {
    expect(await send(sender(410).push)).toBe('gone');
    await expect(send(sender(503).push)).rejects.toThrow(/^push\.example\.org responded with status 503\.$/);
  });
});

it('reads its key again after it could not be read', async () => {
  let fails = true;
  const stored = new Map<string, Secret>();
  const push = createWebPush({
    outbound: { toText: async () => undefined, call: () => Promise.reject(new Error('not called')) },
    secrets: {
      async get(name) {
        if (fails) throw new Error('The keychain is locked.');
        return stored.get(name);
      },
      set: async (name, value) => void stored.set(name, value),
      delete: async (name) => void stored.delete(name),
      names: async () => [...stored.keys()],
    },
    knownServices: () => [],
    clock: { now: () => NOW, monotonic: () => NOW, after: () => () => undefined },
  });
  await expect(push.publicKey()).rejects.toThrow('locked');
  fails = false;
  expect(await push.publicKey()).toBe(await push.publicKey());
  expect(stored.size).toBe(1);
});
