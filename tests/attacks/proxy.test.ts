// Sign-in through a trusted proxy: requests that forge the proxy or the user.
// Proves: AU-1
import { expect } from 'vitest';
import { connectParams, RawSocket, UpgradeRefused } from '#tests/protocol/support/raw-socket.ts';
import { defineAttacks } from './support/define-attacks.ts';
import { codeOf } from './support/forgery.ts';
import { request, type Outcome, type Target } from './support/target.ts';

const ORIGIN = 'https://gate.example.org';
const PAGE = { client: { id: 'gateway-client', mode: 'ui', version: '1', platform: 'web' }, auth: undefined };
const honest = {
  Host: 'gate.example.org',
  Origin: ORIGIN,
  'X-Forwarded-User': 'ada',
  'X-Forwarded-For': '203.0.113.7',
};

/** Connects a page through the proxy with these headers. */
async function visit(target: Target, changes: Readonly<Record<string, string>>): Promise<Outcome> {
  const headers = Object.entries({ ...honest, ...changes }).filter(([, value]) => value !== '');
  const socket = await target.socket(Object.fromEntries(headers)).catch(UpgradeRefused.toFrame);
  if (!(socket instanceof RawSocket)) return socket;
  const outcome = await request(socket, 'connect', connectParams(PAGE));
  socket.close();
  return outcome;
}

defineAttacks(
  'trusted proxy',
  {
    async 'rejects users who are not listed, and look-alike names'(target) {
      for (const user of [
        'mallory',
        'ADA',
        'ada,mallory',
        'mallory,ada',
        'ada\tmallory',
        'ada@x',
        '*',
        '__proto__',
        'constructor',
        '',
      ])
        expect((await visit(target, { 'X-Forwarded-User': user })).ok ?? false, user).toBe(false);
    },
    async 'ignores other headers that name a user'(target) {
      for (const name of [
        'X-Remote-User',
        'Remote-User',
        'X-Auth-Request-User',
        'X_Forwarded_User',
        'X-Forwarded-User-',
        'X-Forwarded-Email',
        'Tailscale-User-Login',
      ])
        expect((await visit(target, { 'X-Forwarded-User': '', [name]: 'ada' })).ok ?? false, name).toBe(false);
    },
    async 'rejects a listed user on a page from another origin'(target) {
      for (const Origin of [
        'https://evil.example',
        'http://gate.example.org',
        `${ORIGIN}:444`,
        `${ORIGIN}.evil.example`,
        'null',
      ])
        expect(codeOf(await visit(target, { Origin })), Origin).toBe('CONTROL_UI_ORIGIN_NOT_ALLOWED');
    },
    async 'rejects a listed user under another host name'(target) {
      for (const Host of ['evil.example', 'gate.example.org.evil.example', 'gate.example.org:81', 'gate.example.org.'])
        expect(codeOf(await visit(target, { Host })), Host).toBe('HOST_NOT_ALLOWED');
    },
    async 'rejects a listed user without an Origin, as a program would send it'(target) {
      const outcome = await visit(target, { Origin: '' });
      expect(outcome.ok ?? false).toBe(false);
    },
    async 'does not accept the user header as a credential for HTTP routes'(target) {
      for (const path of ['/metrics', '/v1/models', '/sessions/main/history'])
        expect((await target.http(path, { headers: honest })).status).toBe(401);
    },
    async 'does not treat a local program without proxy headers as the proxy'(target) {
      const socket = await target.socket({ Origin: target.origin });
      expect((await request(socket, 'connect', connectParams(PAGE))).ok ?? false).toBe(false);
      socket.close();
    },
    async 'counts guesses together when the client invents forwarded addresses'(target) {
      const guesses = Array.from({ length: 20 }, async (_unused, index) => {
        const socket = await target.socket({
          ...honest,
          'X-Forwarded-User': 'x',
          'X-Forwarded-For': `10.0.0.${index}, 203.0.113.99`,
        });
        const code = codeOf(await request(socket, 'connect', connectParams({ auth: { token: `guess ${index}` } })));
        if (code !== 'AUTH_RATE_LIMITED') throw new Error(String(code));
        return code;
      });
      // The responses to counted failures are delayed, so the first response is to one that came after the lockout.
      expect(await Promise.any(guesses)).toBe('AUTH_RATE_LIMITED');
    },
  },
  {
    keepsLockout: true,
    config: {
      gateway: {
        auth: {
          mode: 'trusted-proxy',
          proxy: { addresses: ['127.0.0.1'], users: ['ada'], origins: [ORIGIN], loopback: true },
        },
      },
    },
  },
);
