import { describe, expect, it } from 'vitest';
import type { FrameChannel } from '#contract/wire/frames.ts';
import type { Accepted } from '../../access/sign-in/handshake-outcome.ts';
import { formatPrincipal } from '#core/principal.ts';
import { RANDOM_IDS, SYSTEM_CLOCK } from '#host/system-clock.ts';
import { makeConnection } from './make-connection.ts';
import { Outbox } from './outbox.ts';

const CLIENT = { id: 'cli', mode: 'cli', version: '1', platform: 'linux' };
const PAGE = { ...CLIENT, id: 'gateway-client', mode: 'ui' };
/** A channel whose client hears nothing. */
const SILENT: FrameChannel = { send: () => 0, bufferedBytes: () => 0, close() {}, onMessage() {}, onClose() {} };
const KEY = { id: 'k', name: 'CI', perMinute: 5 };

function connectAs(signedIn: Partial<Accepted>, address = '10.0.0.7') {
  const accepted: Accepted = {
    client: CLIENT,
    scopes: ['operator.read'],
    caps: [],
    role: 'operator',
    entry: 'token',
    isLocal: false,
    ...signedIn,
  };
  const outbox = new Outbox(SILENT);
  const services = { ids: RANDOM_IDS, clock: SYSTEM_CLOCK };
  return makeConnection(accepted, address, outbox, () => {}, { services }).connection.principal;
}

describe('the principal of a connection', () => {
  it('has the scopes and the device that the sign-in granted', () => {
    const scopes = ['operator.read', 'operator.approvals'] as const;
    expect(connectAs({ scopes, deviceId: 'phone' })).toMatchObject({ userId: 'local', deviceId: 'phone', scopes });
    expect(connectAs({ scopes: ['operator.write'], apiKey: KEY })).toMatchObject({ scopes: ['operator.write'] });
    expect(connectAs({})).not.toHaveProperty('deviceId');
  });

  it.each<[string, Partial<Accepted>, string?]>([
    ['cli (10.0.0.7)', {}],
    ['Pixel (10.0.0.7)', { client: { ...CLIENT, displayName: 'Pixel' } }],
    ['browser (10.0.0.7)', { client: PAGE }],
    ['desktop app', { client: PAGE }, 'local'],
    ['key CI (10.0.0.7)', { apiKey: KEY }],
    ['ada@example.org (10.0.0.7)', { person: 'ada@example.org' }],
  ])('is stored as %s', (name, signedIn, address) => {
    expect(formatPrincipal(connectAs(signedIn, address))).toBe(name);
  });
});
