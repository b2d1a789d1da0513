import { expect, it } from 'vitest';
import { needsSettings } from './needs-settings.ts';

it.each(['auth', 'provider-key-missing', 'provider-off', 'model-missing'])('sends %s to Settings', (code) => {
  expect(needsSettings({ code })).toBe(true);
});

it.each(['overloaded', 'rate-limit', 'network', 'timeout', 'refused'])('leaves %s to a retry', (code) => {
  expect(needsSettings({ code })).toBe(false);
});

it('recognizes a rejected key by its status', () => {
  expect(needsSettings({ code: 'bad-request', httpStatus: 401 })).toBe(true);
});
