import { describe, expect, it } from 'vitest';
import { verifyDevice, type ProvenParams } from './device-proof.ts';

// The published test vector: seed bytes 00 01 … 1f.
const CLAIM = {
  id: '56475aa75463474c0285df5dbf2bcab73da651358839e9b77481b2eab107708c',
  publicKey: 'A6EHv_POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg',
  signature: 'DlRcc9HtaFIo5ZCM4bK2u6tWm08jPNiHbjdq3KZx5T5OWyvDkwnLBfEUYir2QMAsJ0ZXzm49Tgw0099q1LrTCw',
  signedAt: 1_700_000_000_000,
  nonce: '11111111-2222-4333-8444-555555555555',
};
const V2 = 'KBcRpurZY6BogSYURTh8TnT9J-Sl37XVaZgrqEq5OoMdZHmzNyGg0oEyCSguej-msKrSSeZrDrv78OauGOwDBQ';
const PARAMS: ProvenParams = {
  client: { id: 'cli', mode: 'cli', version: '1', platform: 'linux', deviceFamily: 'Linux' },
  role: 'operator',
  scopes: ['operator.read', 'operator.write'],
  auth: { token: 'example-token' },
  device: CLAIM,
};
const NOW = CLAIM.signedAt + 1_000;

describe('a device proof', () => {
  it('accepts the published vectors of versions 3 and 2', () => {
    expect(() => verifyDevice(PARAMS, CLAIM.nonce, NOW)).not.toThrow();
    expect(() => verifyDevice({ ...PARAMS, device: { ...CLAIM, signature: V2 } }, CLAIM.nonce, NOW)).not.toThrow();
  });

  it.each<[string, Partial<ProvenParams>]>([
    ['other scopes', { scopes: ['operator.write', 'operator.read'] }],
    ['more scopes', { scopes: ['operator.admin'] }],
    ['another role', { role: 'node' }],
    ['another token', { auth: { token: 'other' } }],
    ['another client', { client: { ...PARAMS.client, id: 'openclaw-tui' } }],
    ['another platform', { client: { ...PARAMS.client, platform: 'darwin' } }],
  ])('rejects %s', (_case, change) => {
    expect(() => verifyDevice({ ...PARAMS, ...change }, CLAIM.nonce, NOW)).toThrow('device signature invalid');
  });

  it('checks ID, time, nonce, and signature in the order of the protocol', () => {
    const check = (change: Partial<typeof CLAIM>, nonce: string, now: number) => () =>
      verifyDevice({ ...PARAMS, device: { ...CLAIM, signature: '', ...change } }, nonce, now);
    expect(check({ id: 'x' }, 'n', 0)).toThrow('device identity mismatch');
    expect(check({}, 'n', 0)).toThrow('device signature expired');
    expect(check({ nonce: '' }, 'n', NOW)).toThrow('device nonce required');
    expect(check({}, 'n', NOW)).toThrow('device nonce mismatch');
    expect(check({}, CLAIM.nonce, NOW)).toThrow('device signature invalid');
  });

  it('allows a clock difference of two minutes', () => {
    expect(() => verifyDevice(PARAMS, CLAIM.nonce, CLAIM.signedAt + 120_000)).not.toThrow();
    expect(() => verifyDevice(PARAMS, CLAIM.nonce, CLAIM.signedAt - 120_001)).toThrow('expired');
  });
});
