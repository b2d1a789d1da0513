import { expect, it } from 'vitest';
import { isOwnClient } from './own-client.ts';

it.each(['browser (127.0.0.1)', 'gateway-client', 'desktop', 'window 2', undefined])(
  'takes %s for the user',
  (name) => {
    expect(isOwnClient(name)).toBe(true);
  },
);

it.each(['Ada on Telegram', 'browserling', 'iPhone'])("doesn't take %s for the user", (name) => {
  expect(isOwnClient(name)).toBe(false);
});
