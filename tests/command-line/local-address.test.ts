// Commands find the local gateway at the address that it actually uses.
// Proves: CL-2
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';

import { startRunningHost, type RunningHost } from '#tests/support/running-host.ts';

import { commandOf } from './shell.ts';

const hasIpv6 = Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === '::1'));

let host: RunningHost;
afterEach(() => host.dispose());

describe('the local gateway', () => {
  it.runIf(hasIpv6)('is found at ::1, also by "start" and "auth login"', async () => {
    host = await startRunningHost({ args: ['--bind', '::1'] });
    expect(host.origin).toBe(`http://[::1]:${host.port}`);
    const command = commandOf(host.home);
    expect(await command.gatehouse(['status'])).toMatchObject({ code: 0, out: expect.stringContaining(host.origin) });
    expect((await command.gatehouse(['link'])).out).toContain(`${host.origin}/`);
    expect(await command.gatehouse(['start'])).toMatchObject({ code: 1, err: expect.stringContaining(host.origin) });
    const login = await command.gatehouse(['auth', 'login', host.origin]);
    expect([login.code, login.err]).toEqual([0, '']);
    expect((await command.gatehouse(['status', '--url', host.origin])).code).toBe(0);
  });

  it('is found at localhost', async () => {
    host = await startRunningHost({ args: ['--bind', 'localhost'] });
    expect((await commandOf(host.home).gatehouse(['status'])).code).toBe(0);
  });
});
