// A page of the session list is read in the order of an index, however many sessions there are.
// Proves: SE-1
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SessionQuery } from '#core/ports/sessions-store.ts';
import { accepted, KEY, saying, T0 } from '#tests/conformance/store-samples.ts';
import { testStoreOptions } from '#tests/support/sqlite/open-test-store.ts';
import { openDatabase } from './open-database.ts';
import { storeOver } from './open-store.ts';

let folder: string;
let database: Database.Database;
const executed: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-lists-'));
  const path = join(folder, 'gatehouse.db');
  openDatabase(path, 0).database.close();
  database = new Database(path, { verbose: (sql) => executed.push(String(sql)) });
});

afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

/** The statements of a list with their plans. */
async function findPlans(query: Partial<SessionQuery>): Promise<readonly string[]> {
  const { sessions } = storeOver(database, testStoreOptions(join(folder, 'gatehouse.db')));
  await sessions.commit(saying(KEY, 'one'));
  executed.length = 0;
  await sessions.list({ limit: 20, offset: 20, ...query });
  const lists = executed.filter((sql) => sql.includes('FROM sessions'));
  return lists.map((sql) => {
    const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { readonly detail: string }[];
    return steps.map(({ detail }) => detail).join('\n');
  });
}

describe('a list of sessions', () => {
  it.each([
    {},
    { agentId: 'main' },
    { pinned: true },
    { category: 'Jobs' },
    { workspace: '/tmp' },
    { agentIds: ['main'] },
    { exceptPrefixes: ['cron:', 'subagent:'] },
    { interacted: true },
  ])('is read in order and without sorting: %j', async (query) => {
    const plans = await findPlans(query);
    expect(plans).toHaveLength(2);
    for (const plan of plans) {
      expect(plan).toContain('USING INDEX sessions_listed');
      expect(plan).not.toContain('TEMP B-TREE');
    }
  });

  it('is counted only once for pages of the same filter, and not at all on its last page', async () => {
    expect(await findPlans({ offset: 0 })).toHaveLength(1);
    const { sessions } = storeOver(database, testStoreOptions(join(folder, 'gatehouse.db')));
    await sessions.commit(saying('agent:main:two', 'two'));
    executed.length = 0;
    for (const offset of [0, 1, 0]) expect((await sessions.list({ limit: 1, offset })).total).toBe(2);
    expect(executed.filter((sql) => sql.includes('count(*)'))).toHaveLength(1);
    await sessions.commit({ key: KEY, ts: T0 + 1, events: [accepted('m', 'again')] });
    await sessions.list({ limit: 1, offset: 0 });
    expect(executed.filter((sql) => sql.includes('count(*)'))).toHaveLength(1);
    await sessions.commit(saying('agent:main:three', 'three'));
    expect((await sessions.list({ limit: 1, offset: 0 })).total).toBe(3);
  });
});
