// Every row names its owner, taken from who made the change, and the gateway that wrote it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rule } from '#tests/conformance/store-rules.ts';
import { changeComment, changeOperation, fileState, runSnapshot } from '#tests/conformance/changes.ts';
import { shareLinkRecord } from '#tests/conformance/share-links.ts';
import { dispatchRecord } from '#tests/conformance/dispatches.ts';
import { modelRequest } from '#tests/conformance/model-requests.ts';
import { sampleCheckpoint } from '#tests/conformance/checkpoints.ts';
import { consoleError, consoleLine, consoleSource } from '#tests/conformance/console.ts';
import { deviceRecord } from '#tests/conformance/store-records.ts';
import { projectRecord } from '#tests/conformance/projects.ts';
import { job } from '#tests/conformance/jobs.ts';
import { event, schedule } from '#tests/conformance/schedules.ts';
import { worktree } from '#tests/conformance/worktrees.ts';
import { accepted, approval, KEY, saying, sessionRecord, T0 } from '#tests/conformance/store-samples.ts';
import { testStoreOptions } from '#tests/support/sqlite/open-test-store.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { Secret } from '#core/ports/secrets.ts';
import type { SessionCommit } from '#core/ports/sessions-store.ts';
import type { Store } from '#core/ports/store.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/registry.ts';
import { openDatabase } from './open-database.ts';
import { storeOver } from './open-store.ts';

const OWNER = 'ada';
const AUDIT = { by: { ...testPrincipal('phone'), userId: OWNER }, action: 'changed', subject: 's', details: {} };
/** Tables whose rows belong to the gateway, not to a person. */
const OF_GATEWAY = ['settings', 'secrets', 'audit_head', 'outbound'];

const IMAGE = { type: 'image', mimeType: 'image/png', data: 'aGk=' } as const;

let folder: string;
let path: string;
let database: Database;
let store: Store;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-ownership-'));
  path = join(folder, 'gatehouse.db');
  ({ database } = openDatabase(path, 0));
  store = storeOver(database, testStoreOptions(path));
});

afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const tables = () =>
  database
    .prepare(
      `SELECT t.name FROM sqlite_master AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table' AND c.name = 'owner_id'`,
    )
    .pluck()
    .all() as string[];
const values = (column: string, table: string) =>
  database.prepare(`SELECT DISTINCT ${column} FROM ${table}`).pluck().all();
const gatewayId = async () => store.settings.get('gateway.id');

async function fillSession(): Promise<void> {
  const token = { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 };
  const model = { provider: 'demo', model: 'demo' };
  const row = { index: 0, part: 0, entryId: 'e', longest: 1, message: { role: 'user', content: 'hi', timestamp: T0 } };
  const commit: SessionCommit = saying(KEY, 'hi', {
    create: sessionRecord(KEY, { ownerId: OWNER }),
    events: [
      { type: 'message.accepted', messageId: 'm', runId: 'run of m', text: 'hi', images: [IMAGE] },
      accepted('n', 'later', 'followup'),
    ],
    rows: [row as NonNullable<SessionCommit['rows']>[number]],
    claimRun: 'r',
    usage: { ts: T0, sessionKey: KEY, runId: 'r', agentId: 'main', usage: token, ...model },
    approval: approval('a'),
    audit: AUDIT,
  });
  await store.sessions.commit(commit);
  const blocks = { blocks: [], updatedAt: T0, ...model };
  await store.sessions.saveOpenMessage({ sessionKey: KEY, runId: 'r', messageId: 'open', ...blocks });
}

async function fill(): Promise<void> {
  await fillSession();
  const token = { role: 'operator', scopes: [], salt: 's', hash: 'h', createdAtMs: 2 } as const;
  const device = deviceRecord('phone', 2, { tokens: [token] });
  await store.identity.saveDevice(device, AUDIT);
  // A change without an author keeps the owner, also of the tokens that are written again.
  await store.identity.saveDevice(device);
  const key = { id: 'k', name: 'CI', prefix: 'gh_ab', hash: 'kh', scopes: [], perMinute: 5, createdAtMs: 1 };
  await store.identity.saveApiKey(key, AUDIT);
  await store.approvals.addRules([rule('rule')], AUDIT);
  await store.approvals.ask(approval('b', { requester: 'a node' }), AUDIT);
  await store.schedules.save(schedule('s', { ownerId: OWNER }), AUDIT);
  await store.jobs.add([job('s', T0, { id: 'job', ownerId: OWNER })]);
  await store.jobs.saveStep({ jobId: 'job', name: 'run', state: 'running', afterCrash: 'rerun' });
  await store.schedules.queueEvent(event('e', { ownerId: OWNER }));
  const version = { agentId: 'main', name: 'SOUL.md', hash: 'x', size: 1, savedAtMs: T0, savedBy: 'phone' } as const;
  await store.agentFiles.add([{ ...version, accepted: true, content: 'x' }], AUDIT);
  const caller = { kind: 'tool', name: 'fetch' } as const;
  const totals = { count: 1, refused: 0, sent: 1, received: 1, firstAt: T0, lastAt: T0 };
  await store.outbound.add([{ day: '2026-01-01', caller, destination: { host: 'a.example', port: 443 }, ...totals }]);
  const budget = {
    id: 'b',
    ownerId: OWNER,
    scope: 'all',
    period: 'day',
    timeZone: 'UTC',
    maxCost: 1,
    createdAt: T0,
  } as const;
  await store.budgets.save(budget, AUDIT);
  const decided = { addedCost: 1, addedTokens: 0, isWarned: false };
  await store.budgets.saveWindow({ budgetId: 'b', window: 'today', ownerId: OWNER, ...decided });
  await store.shareLinks.save(shareLinkRecord('s'), AUDIT);
  await store.dispatches.add(dispatchRecord('d', { ownerId: OWNER }), { images: [], files: [] }, AUDIT);
  await store.modelRequests.add(modelRequest('m', { ownerId: OWNER }), [{ hash: 's', text: '[]' }]);
  await store.secrets.set('name', new Secret('value'));
  await store.runQueue.save([{ runId: 'r', sessionKey: KEY, ownerId: OWNER, place: 1, queuedAt: T0 }]);
  const owned = { project: '/work', ownerId: OWNER };
  await store.console.write({
    chunks: [{ ...owned, lines: [consoleLine(1)] }],
    sources: [{ ...consoleSource('s'), ...owned }],
    errors: [{ ...consoleError('e'), ...owned }],
  });
  await store.worktrees.save(worktree('w', { ownerId: OWNER }));
  await store.projects.add(projectRecord('p', { ownerId: OWNER }), AUDIT);
  const setup = { projectId: 'p', folder: '/work/p', status: 'done', startedAt: T0, output: '' } as const;
  await store.projects.saveSetup(setup);
  await store.projects.assignPorts({ projectId: 'p', folder: '/work/p', count: 1, from: { first: 2, last: 3 } });
  const mine = { ownerId: OWNER };
  await store.changes.write({
    snapshots: [runSnapshot('r', mine)],
    states: [fileState('a', mine)],
    operations: [changeOperation('o', mine)],
    comments: [{ ...changeComment('c'), ...mine }],
    viewed: [{ sessionKey: KEY, ...mine, path: 'a', version: 'v' }],
  });
  await store.fileVersions.add({
    workspace: '/work',
    path: 'a',
    hash: 'h',
    size: 1,
    savedAtMs: T0,
    savedBy: 'app',
    sessionKey: KEY,
    ownerId: OWNER,
  });
  await store.settings.set('a', 1);
  await store.sessions.saveCheckpoint(KEY, sampleCheckpoint(1));
  await store.sessions.commit({
    key: KEY,
    ts: T0 + 1,
    events: [{ type: 'reset', sessionId: 'two', previousSessionId: 'one' }, accepted('o', 'later', 'followup')],
  });
}

describe('a row of every table', () => {
  it('has the owner who created it and the ID of the gateway', async () => {
    await fill();
    const id = await gatewayId();
    expect(id).toMatch(/^[\w-]{12}$/);
    expect(tables().length).toBeGreaterThan(18);
    for (const table of tables()) {
      expect(values('gateway_id', table), table).toEqual([id]);
      expect(values('owner_id', table), table).toEqual([OF_GATEWAY.includes(table) ? 'local' : OWNER]);
    }
    expect((await store.sessions.get(KEY))?.ownerId).toBe(OWNER);
    expect((await store.schedules.list()).map(({ ownerId }) => ownerId)).toEqual([OWNER]);
  });

  it("gets the gateway's ID when an older store is migrated, and loses it when migrated back", async () => {
    await fill();
    const to = (version: number) => migrate(database, { path, migrations: MIGRATIONS, to: version, now: 0 });
    const gateways = () => [...new Set(tables().flatMap((table) => values('gateway_id', table)))];
    to(8);
    expect(gateways()).toEqual(['local']);
    expect(await gatewayId()).toBeUndefined();
    to(9);
    expect(gateways()).toEqual([await gatewayId()]);
    expect(values('owner_id', 'events')).toEqual([OWNER]);
  });

  it('belongs to another gateway in another store', async () => {
    const other = openDatabase(join(folder, 'other.db'), 0).database;
    const otherId = await storeOver(other, testStoreOptions(join(folder, 'other.db'))).settings.get('gateway.id');
    other.close();
    expect(otherId).not.toBe(await gatewayId());
  });
});
