// Floods: sockets, pings, calls, responses that are never read, requests that never end.
// Proves: GW-8, GW-13
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect } from 'vitest';
import { connectParams, RawSocket } from '#tests/protocol/support/raw-socket.ts';
import { defineAttacks } from './support/define-attacks.ts';
import { request, type Outcome, type Target } from './support/target.ts';
import { OPCODE, RawWebSocket, upgradeRequest } from './support/raw-websocket.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

const MB = 1024 * 1024;
/** A masked ping with 125 bytes. */
const PING = Buffer.concat([Buffer.from([0x89, 0xfd, 0, 0, 0, 0]), Buffer.alloc(125, 120)]);

/** Signs in a raw socket as the owner. */
async function signedIn(target: Target): Promise<RawWebSocket> {
  const socket = await RawWebSocket.open(target.port);
  socket.frame(OPCODE.text, JSON.stringify({ type: 'req', id: 'c', method: 'connect', params: connectParams() }));
  return socket;
}

defineAttacks(
  'flooding',
  {
    async 'keeps room for pages and programs when sockets never sign in'(target) {
      const held = await Promise.allSettled(Array.from({ length: 60 }, () => RawSocket.open(target.url)));
      expect(held.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(20);
      const page = await RawSocket.open(target.url, { headers: { Origin: target.origin } });
      expect((await request(page, 'connect', connectParams())).ok).toBe(true);
      page.close();
      for (const one of held) if (one.status === 'fulfilled') one.value.close();
      await waitUntil('room again', async () =>
        target.client(['operator.read']).then(
          (socket) => (socket.close(), true),
          () => false,
        ),
      );
    },
    async 'limits waiting pages from other origins as one group'(target) {
      const held = await Promise.allSettled(
        Array.from({ length: 60 }, (_unused, index) =>
          RawSocket.open(target.url, { headers: { Origin: `https://evil${index}.example` } }),
        ),
      );
      expect(held.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(20);
      (await target.client(['operator.read'])).close();
      for (const one of held) if (one.status === 'fulfilled') one.value.close();
    },
    async 'disconnects a client that sends pings and never reads'(target) {
      const socket = await signedIn(target);
      await socket.accepted;
      socket.pause();
      const flood = Buffer.concat(Array.from({ length: 2_000 }, () => PING));
      // More pongs than both ends of the connection hold, sent before a ping of the gateway would find it dead.
      for (let sent = 0; sent < 32 * MB && socket.writable; sent += flood.length) await socket.flushed(flood);
      expect(socket.writable).toBe(false);
    },
    async 'keeps a client that sends thousands of pings and reads'(target) {
      const socket = await signedIn(target);
      await socket.accepted;
      for (let count = 0; count < 5_000; count += 1) socket.frame(OPCODE.ping, 'x');
      socket.frame(OPCODE.text, '{"type":"req","id":"h","method":"health"}');
      await socket.received('"id":"h"');
      socket.destroy();
    },
    async 'responds to every one of two thousand calls and refuses those beyond the limit'(target) {
      const socket = await target.client(['operator.read']);
      for (let index = 0; index < 1_000; index += 1)
        socket.send({ type: 'req', id: `b${index}`, method: 'agent.wait', params: { runId: 'none', timeoutMs: 500 } });
      for (let index = 0; index < 1_000; index += 1)
        socket.send({ type: 'req', id: `l${index}`, method: 'sessions.list' });
      await waitUntil('all responses', () => socket.frames.filter(({ type }) => type === 'res').length >= 2_001);
      const refused = socket.frames.filter(({ error }) => error?.code === 'UNAVAILABLE');
      // 256 calls may run at a time.
      expect(refused.length).toBeGreaterThanOrEqual(1_000 - 256);
      socket.close();
    },
    async 'limits the sessions that one client watches or subscribes to'(target) {
      const socket = await target.client(['operator.read'], { caps: ['gatehouse-session-feed'] });
      let refused = 0;
      for (let index = 0; index < 260; index += 1)
        if ((await request(socket, 'sessions.watch', { key: `w${index}` })).ok !== true) refused += 1;
      expect(refused).toBe(60);
      const subscribe = (index: number): Promise<Outcome> =>
        request(socket, 'sessions.messages.subscribe', { key: `s${index}` });
      for (let index = 0; index < 1_000; index += 1) expect((await subscribe(index)).ok).toBe(true);
      expect((await subscribe(1_000)).error?.details?.['code']).toBe('TOO_MANY_SUBSCRIPTIONS');
      expect((await subscribe(0)).ok).toBe(true);
      socket.close();
    },
    async 'limits the sessions whose files one client watches'(target) {
      const socket = await target.client(['operator.read']);
      let refused = 0;
      for (let index = 0; index < 80; index += 1)
        if ((await request(socket, 'files.watch', { sessionKey: `f${index}` })).ok !== true) refused += 1;
      expect(refused).toBe(30);
      socket.close();
    },
    async 'limits the messages queued in a session'(target) {
      const socket = await target.client(['operator.write']);
      await request(socket, 'chat.send', { sessionKey: 'busy', message: 'hang', idempotencyKey: 'busy-0' });
      let refused = 0;
      for (let index = 1; index < 130; index += 1) {
        const params = {
          sessionKey: 'busy',
          message: `m${index}`,
          idempotencyKey: `busy-${index}`,
          queueMode: 'followup',
        };
        if ((await request(socket, 'chat.send', params)).ok !== true) refused += 1;
      }
      expect(refused).toBe(29);
      socket.close();
      await target.call('chat.abort', { sessionKey: 'busy' });
    },
    async 'rejects a message of ten megabytes'(target) {
      const socket = await target.client(['operator.write']);
      const outcome = await request(socket, 'chat.send', {
        sessionKey: 'big',
        message: 'x'.repeat(10 * MB),
        idempotencyKey: 'big-1',
      });
      expect(outcome.ok).toBe(false);
      socket.close();
    },
    async 'rejects attachments that are not base64, too large, or too many'(target) {
      const socket = await target.client(['operator.write']);
      const png = Buffer.from('89504e470d0a1a0a', 'hex').toString('base64');
      for (const attachment of [
        { type: 'image', mimeType: 'image/png', fileName: '../../x.png', content: 'no base64 at all!' },
        { type: 'image', mimeType: 'image/png', fileName: 'x', content: 'A'.repeat(21_000_000) },
        { type: 'file', mimeType: 'text/html', fileName: 'x', content: { source: '/etc/passwd' } },
      ]) {
        const outcome = await request(socket, 'chat.send', {
          sessionKey: 'att',
          message: 'x',
          idempotencyKey: `att-${Math.random()}`,
          attachments: [attachment],
        });
        expect(outcome.ok, attachment.mimeType + attachment.fileName).toBe(false);
      }
      const many = Array.from({ length: 5_000 }, () => ({
        type: 'image',
        mimeType: 'image/png',
        fileName: 'x',
        content: png,
      }));
      expect(
        (
          await request(socket, 'chat.send', {
            sessionKey: 'att',
            message: 'x',
            idempotencyKey: 'att-many',
            attachments: many,
          })
        ).ok,
      ).toBe(false);
      socket.close();
    },
    async 'answers pathological searches and commands without burning CPU'(target) {
      // A backtracking engine takes years for `(a+)+$` on these.
      const text = `${'a'.repeat(60)}!`;
      await target.call('sessions.create', { key: 'searched', label: text });
      writeFileSync(join(target.gateway.workspace, 'searched.txt'), text);
      const socket = await target.client(['operator.admin']);
      const began = process.cpuUsage().user;
      const calls = [
        ...['(a+)+$', `${'a'.repeat(20_000)}!`, '%'.repeat(5_000), '*'.repeat(5_000), '"'.repeat(5_001)].map(
          (search) => ['sessions.list', { search }] as const,
        ),
        ...['(a+)+$', '(a|a)*$', '(.*a){30}$'].map(
          (pattern) => ['tools.invoke', { name: 'search', args: { pattern, regex: true } }] as const,
        ),
        ...[
          '('.repeat(20_000),
          `${'$('.repeat(5_000)}x`,
          'a'.repeat(200_000),
          '{'.repeat(9_000),
          '\\'.repeat(50_000),
        ].map((command) => ['approvals.rules.test', { command }] as const),
      ];
      for (const [method, params] of calls) {
        const { ok, error } = await request(socket, method, params);
        if (ok !== true) expect(error?.code, method).toBe('INVALID_REQUEST');
      }
      expect((process.cpuUsage().user - began) / 1e6).toBeLessThan(10);
      socket.close();
    },
    async 'keeps serving while a hundred connections hold half a request'(target) {
      const sockets = Array.from({ length: 100 }, () => {
        const socket = connect(target.port, '127.0.0.1');
        socket.on('error', () => {});
        socket.write('GET /healthz HTTP/1.1\r\nHost: ');
        return socket;
      });
      expect((await target.http('/healthz')).status).toBe(200);
      (await target.client(['operator.read'])).close();
      for (const socket of sockets) socket.destroy();
    },
    async 'survives connections that are reset mid-handshake'(target) {
      for (let tries = 0; tries < 40; tries += 1) {
        const socket = await RawWebSocket.open(target.port);
        socket.frame(OPCODE.text, JSON.stringify({ type: 'req', id: 'c', method: 'connect', params: connectParams() }));
        socket.frame(OPCODE.text, '{"type":"req","id":"l","method":"sessions.list"}');
        socket.reset();
      }
      // Before the upgrade is done, too.
      for (let attempt = 0; attempt < 40; attempt += 1) {
        const socket = connect(target.port, '127.0.0.1').on('error', () => {});
        socket.write(upgradeRequest(target.port), () => socket.resetAndDestroy());
      }
      // And when the upgrade is refused, because too many have not signed in.
      const held = await Promise.allSettled(Array.from({ length: 40 }, () => RawSocket.open(target.url)));
      await Promise.all(
        Array.from({ length: 10 }, async () => {
          const socket = connect({ port: target.port, host: '127.0.0.1', allowHalfOpen: true });
          socket.write(upgradeRequest(target.port));
          await once(socket, 'data');
          socket.resetAndDestroy();
        }),
      );
      for (const one of held) if (one.status === 'fulfilled') one.value.close();
      expect((await target.http('/healthz')).status).toBe(200);
    },
    async 'rejects absurd terminal sizes'(target) {
      const socket = await target.client(['operator.admin']);
      for (const [cols, rows] of [
        [1e9, 24],
        [80, -5],
        [80.5, 24],
        ['80', 24],
      ])
        expect((await request(socket, 'terminal.open', { sessionKey: 'main', cols, rows })).ok).toBe(false);
      expect(await target.call('terminal.list')).toMatchObject({ sessions: [] });
      socket.close();
    },
  },
  {
    reply: (request) =>
      JSON.stringify(request.body.messages.at(-1)).includes('hang')
        ? { steps: [{ hang: true }] }
        : { steps: [{ say: 'Yes.' }] },
  },
);
