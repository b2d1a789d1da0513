import { describe, expect, it } from 'vitest';
import { verifyDevice } from './device-proof.ts';

// The published test vector: seed bytes 00 01 … 1f.
const CLAIM = {
  id: '56475aa75463474c0285df5dbf2bcab73da651358839e9b77481b2eab107708c',
  publicKey: 'A6EHv_POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg',
  signature: 'DlRcc9HtaFIo5ZCM4bK2u6tWm08jPNiHbjdq3KZx5T5OWyvDkwnLBfEUYir2QMAsJ0ZXzm49Tgw0099q1LrTCw',
  signedAt: 1_700_000_000_000,
  nonce: '11111111-2222-4333-8444-555555555555',
};
const V2 = 'KBcRpurZY6BogSYURTh8TnT9J-Sl37XVaZgrqEq5OoMdZHmzNyGg0oEyCSguej-msKrSSeZrDrv78OauGOwDBQ';
const FACTS = {
  clientId: 'cli',
  clientMode: 'cli',
  role: 'operator',
  scopes: ['operator.read', 'operator.write'],
  token: 'example-token',
  platform: 'linux',
  deviceFamily: 'Linux',
};
const NOW = CLAIM.signedAt + 1_000;

describe('a device proof', () => {
  it('accepts the published vectors of versions 3 and 2', () => {
    expect(() => verifyDevice(CLAIM, FACTS, CLAIM.nonce, NOW)).not.toThrow();
    expect(() => verifyDevice({ ...CLAIM, signature: V2 }, FACTS, CLAIM.nonce, NOW)).not.toThrow();
  });

  it.each([
    ['other scopes', { scopes: ['operator.write', 'operator.read'] }],
    ['more scopes', { scopes: ['operator.admin'] }],
    ['another role', { role: 'node' }],
    ['another token', { token: 'other' }],
    ['another client', { clientId: 'openclaw-tui' }],
    ['another platform', { platform: 'darwin' }],
  ])('rejects %s', (_case, change) => {
    expect(() => verifyDevice(CLAIM, { ...FACTS, ...change }, CLAIM.nonce, NOW)).toThrow('device signature invalid');
  });

  it('checks ID, time, nonce, and signature in the order of the protocol', () => {
    const wrong = { ...CLAIM, signature: '' };
    expect(() => verifyDevice({ ...wrong, id: 'x' }, FACTS, 'n', 0)).toThrow('device identity mismatch');
    expect(() => verifyDevice(wrong, FACTS, 'n', 0)).toThrow('device signature expired');
    expect(() => verifyDevice({ ...wrong, nonce: '' }, FACTS, 'n', NOW)).toThrow('device nonce required');
    expect(() => verifyDevice(wrong, FACTS, 'n', NOW)).toThrow('device nonce mismatch');
    expect(() => verifyDevice(wrong, FACTS, CLAIM.nonce, NOW)).toThrow('device signature invalid');
  });

  it('allows a clock difference of two minutes', () => {
    expect(() => verifyDevice(CLAIM, FACTS, CLAIM.nonce, CLAIM.signedAt + 120_000)).not.toThrow();
    expect(() => verifyDevice(CLAIM, FACTS, CLAIM.nonce, CLAIM.signedAt - 120_001)).toThrow('expired');
  });
});
