import { expect, it } from 'vitest';
import { rateClass, type MethodDeclaration } from './define-method.ts';
import { METHODS } from './registry.ts';

it('derives the rate limit from the declaration', () => {
  const table = new Map<string, MethodDeclaration>(Object.entries(METHODS));
  const classes = ['chat.send', 'config.patch', 'device.pair.approve', 'sessions.list', 'sessions.patch'].map((name) =>
    rateClass(table.get(name) ?? expect.fail(name)),
  );
  expect(classes).toEqual(['chatSend', 'controlPlane', 'pairing', 'read', 'write']);
});
