import { describe, expect, it } from 'vitest';
import { RequestError, type GatewayClient } from '#contract/wire/client-api.ts';
import { createDrafts } from './drafts.ts';
import { createOutbox } from './outbox.ts';
import type { TextStorage } from './storage.ts';

const SECRET = 'sk-ant-api03-a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8';

/** A browser's storage that tells everything that was ever written to it. */
function watchedStorage(): { readonly storage: TextStorage; readonly written: string[] } {
  const kept = new Map<string, string>();
  const written: string[] = [];
  const storage: TextStorage = {
    get: (key) => kept.get(key),
    set(key, value) {
      written.push(value);
      kept.set(key, value);
    },
    remove: (key) => void kept.delete(key),
    keys: () => [...kept.keys()],
  };
  return { storage, written };
}

describe('a key pasted into the chat box', () => {
  it('stays in the draft and out of browser storage', () => {
    const { storage, written } = watchedStorage();
    const drafts = createDrafts(storage);
    drafts.set('a', { text: 'my key: ', images: [] });
    drafts.set('a', { text: `my key: ${SECRET}`, images: [] });
    expect(drafts.get('a').text).toContain(SECRET);
    expect([written, storage.keys()]).toEqual([['my key: '], []]);
  });

  it('stays out of browser storage in a long pasted text, too', () => {
    const { storage, written } = watchedStorage();
    const drafts = createDrafts(storage);
    drafts.set('a', { text: 'Why?', images: [], pastes: ['log line\n'.repeat(99)] });
    expect(createDrafts(storage).get('a')).toEqual({ text: 'Why?', images: [], pastes: ['log line\n'.repeat(99)] });
    drafts.set('a', { text: 'Why?', images: [], pastes: [`key: ${SECRET}`] });
    expect(written.join('\n')).not.toContain(SECRET);
    expect(createDrafts(storage).get('a')).toEqual({ text: 'Why?', images: [] });
  });

  it('is shown with the reason when the gateway rejects it, and is never stored', async () => {
    const { storage, written } = watchedStorage();
    const refuse = () => Promise.reject(new RequestError('INVALID_REQUEST', 'Not sent: a key.', {}));
    // The outbox calls nothing else of the client.
    const client = { request: refuse, state: () => ({ kind: 'connected' }) } as unknown as GatewayClient;
    const outbox = createOutbox({ client, storage, newId: () => 'r1', after: () => () => {} });
    outbox.send({ sessionKey: 'a', text: SECRET, images: [] });
    await expect.poll(() => outbox.store.getState().messages).toMatchObject([{ status: 'failed', text: SECRET }]);
    expect(outbox.store.getState().messages[0]?.error?.message).toBe('Not sent: a key.');
    outbox.send({ sessionKey: 'a', text: 'plain words', images: [] });
    expect(written.at(-1)).toContain('plain words');
    expect(written.join('\n')).not.toContain(SECRET);
  });
});
