// Positions of transcript rows stay without gaps, whatever happens between two commits.
// Proves: SE-1
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SessionCommit } from '#core/ports/sessions-store.ts';
import type { Store } from '#core/ports/store.ts';
import { accepted, AUDIT, KEY, saying, started, T0 } from '#tests/conformance/store-samples.ts';
import { testStoreOptions } from '#tests/support/sqlite/open-test-store.ts';
import { openDatabase } from './open-database.ts';
import { storeOver } from './open-store.ts';

let folder: string;
let database: Database;
let store: Store;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-transcript-'));
  const path = join(folder, 'gatehouse.db');
  ({ database } = openDatabase(path, 0));
  store = storeOver(database, testStoreOptions(path));
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const message = (text: string) => ({ role: 'user', content: text, timestamp: T0 });

/** Writes a message with `rows` rows. */
function say(text: string, rows: number, more: Partial<SessionCommit> = {}) {
  const parts = Array.from({ length: rows }, (_, part) => ({
    index: 0,
    part,
    entryId: text,
    longest: 1,
    message: message(text),
  }));
  return store.sessions.commit(saying(KEY, text, { events: [accepted(text, text)], rows: parts, ...more }));
}

const positions = () => database.prepare('SELECT pos FROM transcript ORDER BY seq, part').pluck().all();

describe('rows of a transcript', () => {
  it('follow each other, also after events without rows', async () => {
    await say('one', 2);
    await store.sessions.commit({ key: KEY, ts: T0, events: [started(['one'])] });
    await say('two', 1);
    expect(positions()).toEqual([1, 2, 3]);
  });

  it('leave no gap after a commit that failed', async () => {
    await say('one', 1);
    // This value can't be serialized, so the transaction fails after its rows were written.
    const audit = { ...AUDIT, details: { size: 1n } };
    await expect(say('lost', 2, { audit })).rejects.toThrow();
    await store.sessions.commit({ key: KEY, ts: T0, events: [started(['one'])] });
    await say('two', 1);
    expect(positions()).toEqual([1, 2]);
  });

  it('continue after the visible ones when some were hidden', async () => {
    await say('one', 1);
    await say('two', 1);
    await store.sessions.commit({ key: KEY, ts: T0, events: [{ type: 'rewound', beforeSeq: 2 }], hideRowsFrom: 2 });
    await say('three', 1);
    expect(positions()).toEqual([1, null, 2]);
  });
});
