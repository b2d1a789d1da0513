// Fills the database of a home folder before its host starts: in one transaction, with the store that the host uses.
import { join } from 'node:path';

import type { SessionEvent, SessionEventDraft } from '#contract/sessions/session-events.ts';
import { EMPTY_SESSION, foldAll } from '#contract/sessions/session-fold.ts';
import type { SessionCommit, SessionRecord, SessionStore } from '#core/ports/sessions-store.ts';
import { toRows } from '#core/transcript/rows.ts';
import { openDatabase } from '#adapters/sqlite/open-database.ts';
import { storeOver } from '#adapters/sqlite/open-store.ts';
import { testStoreOptions } from '#tests/support/sqlite/open-test-store.ts';

/** Time of the first event; each following one is a second later. */
const FIRST_TS = Date.UTC(2026, 0, 1);
const SECOND_MS = 1_000;
/** Messages per commit. */
const CHUNK = 500;

/** Creates the database of `home` and fills it. */
export async function seedHome(home: string, fill: (sessions: SessionStore) => Promise<void>): Promise<void> {
  const path = join(home, 'gatehouse.db');
  const { database } = openDatabase(path, FIRST_TS);
  const store = storeOver(database, testStoreOptions(path));
  // The transactions of the store become parts of this one.
  database.exec('BEGIN');
  await fill(store.sessions);
  database.exec('COMMIT');
  await store.close();
}

/** A session as the engine would store it. */
export function seededSession(key: string, index: number, fields: Partial<SessionRecord> = {}): SessionRecord {
  const ts = FIRST_TS + index * SECOND_MS;
  return {
    key,
    sessionId: `seeded-${index}`,
    agentId: 'main',
    ownerId: 'local',
    derivedTitle: `Session ${index}`,
    preview: `The last message of session ${index}`,
    workspace: '/tmp',
    unread: false,
    createdAt: ts,
    updatedAt: ts,
    lastSeq: 0,
    usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
    contextTokens: 0,
    ...fields,
  };
}

/** Creates a session with `messages` messages: of a person and of the model, alternating, each pair a run. */
export async function seedMessages(
  sessions: SessionStore,
  record: SessionRecord,
  messages: number,
  text: (index: number) => string,
): Promise<void> {
  let view = EMPTY_SESSION;
  for (let from = 0; from < messages; from += CHUNK) {
    const drafts: SessionEventDraft[] = [];
    for (let index = from; index < Math.min(messages, from + CHUNK); index += 2)
      drafts.push(...turnOf(`${record.sessionId}-${index}`, text(index), text(index + 1)));
    const ts = record.createdAt + from * SECOND_MS;
    const events = drafts.map((draft, index): SessionEvent => ({ ...draft, seq: view.seq + 1 + index, ts }));
    const rows: NonNullable<SessionCommit['rows']>[number][] = [];
    // The rows of these events don't depend on the messages before them.
    for (const [index, event] of events.entries())
      rows.push(...toRows(event, EMPTY_SESSION, () => undefined).map((row) => ({ index, ...row })));
    view = { ...foldAll({ ...view, items: [] }, events), items: [] };
    await sessions.commit({ key: record.key, create: record, ts, events: drafts, rows, patch: { updatedAt: ts } });
  }
}

function turnOf(id: string, question: string, answer: string): readonly SessionEventDraft[] {
  const runId = `run-${id}`;
  const usage = { input: 100, output: 50, cacheRead: 0, cacheWrite: 0 };
  const model = { provider: 'anthropic', model: 'bench' };
  return [
    { type: 'message.accepted', messageId: `q-${id}`, runId, text: question },
    { type: 'run.started', runId, messageIds: [`q-${id}`], agentId: 'main', ...model },
    {
      type: 'message.completed',
      messageId: `a-${id}`,
      runId,
      content: [{ type: 'text', text: answer }],
      stopReason: 'stop',
      ...model,
      usage,
    },
    { type: 'run.ended', runId, status: 'done', stopReason: 'stop', usage, modelCalls: 1, startedAtMs: 0 },
  ];
}
