// A process that commits until it is killed, and says after each commit what is saved. Argument: the database.
import { writeSync } from 'node:fs';
import type { SessionRecord } from '#core/ports/sessions-store.ts';
import { openTestStore } from './open-test-store.ts';
import { testPrincipal } from '../core/test-principal.ts';

const KEY = 'agent:main:loop';
const STDOUT = 1;
const USAGE = { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 };
const SESSION: SessionRecord = {
  key: KEY,
  sessionId: 's',
  agentId: 'main',
  ownerId: 'ada',
  workspace: '/tmp',
  unread: false,
  createdAt: 1,
  updatedAt: 1,
  lastSeq: 0,
  usage: USAGE,
  contextTokens: 0,
};

const store = await openTestStore(process.argv[2] ?? '');
const first = ((await store.sessions.get(KEY))?.lastSeq ?? 0) + 1;
for (let n = first; ; n++) {
  const runId = `run ${n}`;
  await store.sessions.saveOpenMessage({
    sessionKey: KEY,
    runId,
    messageId: `m${n}`,
    provider: 'p',
    model: 'm',
    blocks: [{ kind: 'text', text: 'x'.repeat(n % 5000) }],
    updatedAt: n,
  });
  const [event] = await store.sessions.commit({
    key: KEY,
    create: SESSION,
    ts: n,
    claimRun: runId,
    events: [{ type: 'message.accepted', messageId: `m${n}`, runId, text: 'word '.repeat(n % 500) }],
    rows: [{ index: 0, part: 0, entryId: `m${n}`, message: { n }, longest: 1 }],
    usage: { ts: n, sessionKey: KEY, runId, agentId: 'main', provider: 'p', model: 'm', usage: USAGE },
    audit: { by: testPrincipal('loop'), action: 'said', subject: runId, details: {} },
    closesMessage: `m${n}`,
  });
  // Synchronously: what is said here was said before the kill.
  writeSync(STDOUT, `${event?.seq}\n`);
}
