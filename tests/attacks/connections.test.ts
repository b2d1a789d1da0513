// Callers that open as many connections as they can: they are limited, and others still get in.
// Proves: GW-8, GW-13
import { expect } from 'vitest';
import { connectParams, type RawSocket } from '#tests/protocol/support/raw-socket.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { defineAttacks } from './support/define-attacks.ts';
import { request, type Target } from './support/target.ts';

const PER_DEVICE = 3;
const TOTAL = 20;

/** Opens a socket and signs in; gives the error if it is refused. */
async function signIn(
  target: Target,
  token?: string,
): Promise<{ readonly socket: RawSocket; readonly code?: unknown }> {
  const socket = await target.socket();
  const outcome = await request(socket, 'connect', connectParams(token === undefined ? {} : { auth: { token } }));
  if (outcome.ok === true) return { socket };
  expect(outcome.error).toMatchObject({ code: 'UNAVAILABLE', retryable: true, retryAfterMs: expect.any(Number) });
  expect((await socket.closed).code).toBe(1013);
  return { socket, code: outcome.error?.details?.['scope'] };
}

async function closeAll(sockets: readonly RawSocket[]): Promise<void> {
  for (const socket of sockets) socket.close();
  await Promise.all(sockets.map(({ closed }) => closed));
}

defineAttacks(
  'connections',
  {
    async 'limits the connections of one API key and keeps those that are open'(target) {
      const key = await target.key(['operator.read']);
      const open = [];
      for (let count = 0; count < PER_DEVICE; count += 1) open.push((await signIn(target, key)).socket);
      expect((await signIn(target, key)).code).toBe('device');
      for (const socket of open) expect((await request(socket, 'health')).ok).toBe(true);
      const other = await signIn(target, await target.key(['operator.read']));
      expect(other.code).toBeUndefined();
      await closeAll([...open, other.socket]);
      await waitUntil('room again', async () => {
        const { socket, code } = await signIn(target, key);
        await closeAll([socket]);
        return code === undefined;
      });
    },
    async 'keeps places for other callers when programs with the token open all they can'(target) {
      const open: RawSocket[] = [];
      let refused: unknown;
      for (let count = 0; count <= TOTAL && refused === undefined; count += 1) {
        const { socket, code } = await signIn(target);
        refused = code;
        if (code === undefined) open.push(socket);
      }
      expect(refused).toBe('gateway');
      const device = await signIn(target, await target.key(['operator.read']));
      expect(device.code).toBeUndefined();
      for (const socket of [...open, device.socket]) expect((await request(socket, 'health')).ok).toBe(true);
      await closeAll([...open, device.socket]);
    },
    async 'answers small requests while a client fills the gateway with large ones'(target) {
      const socket = await target.client(['operator.write']);
      const message = 'x'.repeat(20 * 1024 * 1024);
      for (let count = 0; count < 4; count += 1)
        socket.send({ type: 'req', id: `large-${count}`, method: 'chat.send', params: { sessionKey: 'l', message } });
      expect((await request(socket, 'health')).ok).toBe(true);
      await Promise.all([0, 1, 2, 3].map((count) => socket.answer(`large-${count}`)));
      socket.close();
    },
  },
  { config: { limits: { connections: { perDevice: PER_DEVICE, total: TOTAL } } } },
);
