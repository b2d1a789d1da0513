// Conformance of the store of dispatches.
import { expect, it } from 'vitest';
import type { DispatchRecord } from '#core/ports/dispatch-store.ts';
import type { Store } from '#core/ports/store.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';

const ME = testPrincipal('me');
const change = { by: ME, action: 'dispatch.created', subject: 'a', details: {} };
const ATTACHMENTS = { images: [{ type: 'image', mimeType: 'image/png', data: 'aGk=' }], files: [] } as const;

/** A dispatch with one entry. */
export const dispatchRecord = (id: string, more: Partial<DispatchRecord> = {}): DispatchRecord => ({
  id,
  ownerId: ME.userId,
  idempotencyKey: `key of ${id}`,
  title: 'Fix it',
  prompt: 'Fix it',
  folder: '/work',
  by: ME,
  allowsSecrets: false,
  createdAt: 1,
  entries: [{ id: 'e', runId: 'r', agentId: 'main', sessionKey: 'agent:main:one', state: 'starting' }],
  ...more,
});

/** Registers the tests. */
export function dispatchConformance(store: () => Store): void {
  it('keeps dispatches, oldest first, and their attachments until they are forgotten', async () => {
    const { dispatches } = store();
    const [first, second] = [dispatchRecord('a'), dispatchRecord('b', { createdAt: 2 })];
    await dispatches.add(first, ATTACHMENTS, change);
    await dispatches.add(second, { images: [], files: [] }, change);
    expect(await dispatches.list()).toEqual([first, second]);
    expect(await dispatches.attachments('a')).toEqual(ATTACHMENTS);
    const archived = { ...first, archivedAt: 3 };
    await dispatches.save(archived);
    await dispatches.forgetAttachments('a');
    expect(await dispatches.list()).toEqual([archived, second]);
    expect(await dispatches.attachments('a')).toBeUndefined();
    expect(await dispatches.attachments('none')).toBeUndefined();
  });
}
