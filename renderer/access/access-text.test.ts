import { describe, expect, it } from 'vitest';
import type { PendingDevice } from '#contract/types/devices.ts';
import type { PendingProof } from '#contract/types/proofs.ts';
import { describeAccess, describeScopes } from './access-text.ts';

describe('describeScopes', () => {
  it('lists what a person would grant', () => {
    expect(describeScopes(['operator.approvals', 'operator.read'])).toBe(
      'read sessions and settings and answer approvals',
    );
    expect(describeScopes(['operator.read', 'operator.admin'])).toContain('full access');
    expect(describeScopes([])).toBe('no permissions');
  });
});

describe('describeAccess', () => {
  it('escapes and shortens the names that a device gives itself', () => {
    const device: PendingDevice = {
      requestId: 'request-1',
      deviceId: 'd',
      publicKey: 'k',
      displayName: `Käthe\u202e\n${'x'.repeat(500)}`,
      clientId: 'c',
      platform: 'ios\u200b',
      ts: 0,
    };
    const text = describeAccess({ type: 'device', id: 'request-1', at: 0, device });
    expect(text.name).toMatch(/^Käthe\\u\{202e\}\\u\{a\}x+…$/);
    expect(text.name.length).toBeLessThanOrEqual(100);
    expect(text.facts).toContain('ios\\u{200b}');
    expect(text.allowed).not.toMatch(/[\u202e\n]/);
  });

  it('escapes what a sensitive call would do', () => {
    const texts = { method: 'secrets.set', actor: 'phone\u202e', params: '{"a":"\u200b"}\n' };
    const proof: PendingProof = { id: 'p', ...texts, createdAtMs: 0, expiresAtMs: 1 };
    const text = describeAccess({ type: 'proof', id: 'p', at: 0, proof });
    expect(text.facts).toContain('phone\\u{202e}');
    expect(text.detail).toBe('{"a":"\\u{200b}"}\n');
  });
});
