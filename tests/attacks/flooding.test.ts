// Too much of everything: sockets, pings, calls, answers that nobody reads, requests that never end.
// Proves: GW-8, GW-13
import { connect } from 'node:net';
import { expect } from 'vitest';
import { connectParams, RawSocket } from '#tests/protocol/support/raw-socket.ts';
import { defineAttacks } from './support/define-attacks.ts';
import { request, waitUntil, type Target } from './support/target.ts';
import { OPCODE, RawWebSocket } from './support/raw-websocket.ts';

const MB = 1024 * 1024;
/** A masked ping with 125 bytes. */
const PING = Buffer.concat([Buffer.from([0x89, 0xfd, 0, 0, 0, 0]), Buffer.alloc(125, 120)]);

/** Signs a handmade socket in as an owner. */
async function signedIn(target: Target): Promise<RawWebSocket> {
  const socket = await RawWebSocket.open(target.port);
  socket.frame(OPCODE.text, JSON.stringify({ type: 'req', id: 'c', method: 'connect', params: connectParams() }));
  return socket;
}

defineAttacks(
  'flooding',
  {
    async 'sockets that never sign in take no place of those that do'(target) {
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
    async 'pages of other origins hold their sockets among themselves'(target) {
      const held = await Promise.allSettled(
        Array.from({ length: 60 }, (_unused, index) =>
          RawSocket.open(target.url, { headers: { Origin: `https://evil${index}.example` } }),
        ),
      );
      expect(held.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(20);
      (await target.client(['operator.read'])).close();
      for (const one of held) if (one.status === 'fulfilled') one.value.close();
    },
    async 'pings without reading the answers do not fill the memory'(target) {
      const socket = await signedIn(target);
      await socket.accepted;
      socket.pause();
      const flood = Buffer.concat(Array.from({ length: 2_000 }, () => PING));
      await waitUntil('the end of the socket', () => {
        for (let count = 0; count < 20 && socket.writable; count += 1) socket.write(flood);
        return !socket.writable;
      });
    },
    async 'pings that are read are answered'(target) {
      const socket = await signedIn(target);
      await socket.accepted;
      for (let count = 0; count < 5_000; count += 1) socket.frame(OPCODE.ping, 'x');
      socket.frame(OPCODE.text, '{"type":"req","id":"h","method":"health"}');
      await socket.received('"id":"h"');
      socket.destroy();
    },
    async 'a thousand calls in one breath: some are refused, all are answered'(target) {
      const socket = await target.client(['operator.read']);
      for (let index = 0; index < 1_000; index += 1)
        socket.send({ type: 'req', id: `b${index}`, method: 'agent.wait', params: { runId: 'none', timeoutMs: 1 } });
      for (let index = 0; index < 1_000; index += 1)
        socket.send({ type: 'req', id: `l${index}`, method: 'sessions.list' });
      await waitUntil('all answers', () => socket.frames.filter(({ type }) => type === 'res').length >= 2_001);
      socket.close();
    },
    async 'sessions watched and subscribed to without end'(target) {
      const socket = await target.client(['operator.read'], { caps: ['gatehouse-session-feed'] });
      let refused = 0;
      for (let index = 0; index < 260; index += 1)
        if ((await request(socket, 'sessions.watch', { key: `w${index}` })).ok !== true) refused += 1;
      expect(refused).toBeGreaterThan(0);
      for (let index = 0; index < 3_000; index += 1)
        socket.send({
          type: 'req',
          id: `s${index}`,
          method: 'sessions.messages.subscribe',
          params: { key: `s${index}` },
        });
      await socket.answer('s2999');
      socket.close();
    },
    async 'files of many sessions watched without end'(target) {
      const socket = await target.client(['operator.read']);
      let refused = 0;
      for (let index = 0; index < 80; index += 1)
        if ((await request(socket, 'files.watch', { sessionKey: `f${index}` })).ok !== true) refused += 1;
      expect(refused).toBeGreaterThan(0);
      socket.close();
    },
    async 'messages without end wait only so many'(target) {
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
      expect(refused).toBeGreaterThan(0);
      socket.close();
      await target.call('chat.abort', { sessionKey: 'busy' });
    },
    async 'a message of ten megabytes'(target) {
      const socket = await target.client(['operator.write']);
      const outcome = await request(socket, 'chat.send', {
        sessionKey: 'big',
        message: 'x'.repeat(10 * MB),
        idempotencyKey: 'big-1',
      });
      expect(outcome.ok).toBe(false);
      socket.close();
    },
    async 'attachments that are bombs, links or none'(target) {
      const socket = await target.client(['operator.write']);
      const png = Buffer.from('89504e470d0a1a0a', 'hex').toString('base64');
      for (const attachment of [
        { type: 'image', mimeType: 'image/svg+xml', fileName: 'x', content: btoa('<svg onload=alert(1)>') },
        { type: 'image', mimeType: 'image/png', fileName: '../../x.png', content: 'no base64 at all!' },
        { type: 'image', mimeType: 'image/png', fileName: 'x', content: png.repeat(900_000) },
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
    async 'patterns and searches that would never return'(target) {
      const socket = await target.client(['operator.admin']);
      const began = process.cpuUsage().user;
      for (const search of [
        `${'a'.repeat(20_000)}!`,
        '(a+)+$',
        '%'.repeat(5_000),
        '*'.repeat(5_000),
        '"'.repeat(5_001),
      ])
        await request(socket, 'sessions.list', { search });
      for (const command of [
        '('.repeat(20_000),
        `${'$('.repeat(5_000)}x`,
        'a'.repeat(200_000),
        '{'.repeat(9_000),
        '\\'.repeat(50_000),
      ])
        await request(socket, 'approvals.rules.test', { command });
      expect((process.cpuUsage().user - began) / 1e6).toBeLessThan(10);
      socket.close();
    },
    async 'a hundred connections that send half a request and wait'(target) {
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
    async 'connections that are reset in the middle of everything'(target) {
      for (let tries = 0; tries < 40; tries += 1) {
        const socket = await RawWebSocket.open(target.port);
        socket.frame(OPCODE.text, JSON.stringify({ type: 'req', id: 'c', method: 'connect', params: connectParams() }));
        socket.frame(OPCODE.text, '{"type":"req","id":"l","method":"sessions.list"}');
        socket.reset();
      }
      expect((await target.http('/healthz')).status).toBe(200);
    },
    async 'terminals without end'(target) {
      const socket = await target.client(['operator.admin']);
      let refused = 0;
      const opened: string[] = [];
      for (let index = 0; index < 70; index += 1) {
        const outcome = await request(socket, 'terminal.open', { sessionKey: 'main', cols: 1e9, rows: -5 });
        const id = outcome.payload?.['sessionId'];
        if (outcome.ok === true) opened.push(String(id));
        else refused += 1;
      }
      expect(refused).toBeGreaterThan(0);
      for (const sessionId of opened) await request(socket, 'terminal.close', { sessionId });
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
