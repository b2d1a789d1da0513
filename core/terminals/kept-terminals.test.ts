import { beforeEach, expect, it } from 'vitest';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import type { SessionRecord } from '../ports/sessions-store.ts';
import type { TerminalRecord, TerminalRecords } from '../ports/terminal-records.ts';
import { SecretGuard } from '../secrets/secret-guard.ts';
import { KeptTerminals } from './kept-terminals.ts';

const DAY_MS = 24 * 60 * 60_000;

let clock: ManualClock;
let known: Map<string, { readonly record: TerminalRecord; changedAtMs: number; output: string }>;
let sessions: Set<string>;
let keepOutput: boolean;
let kept: KeptTerminals;
let guard: SecretGuard;

const record = (id: string, sessionKey = 's'): TerminalRecord => ({
  id,
  sessionKey,
  agentId: 'main',
  ownerId: 'owner',
  name: id,
  shell: '/bin/sh',
  cwd: '/',
  confined: false,
  createdAtMs: 0,
});

beforeEach(() => {
  clock = new ManualClock();
  known = new Map();
  sessions = new Set(['s']);
  keepOutput = true;
  guard = new SecretGuard();
  const records: TerminalRecords = {
    save: async (saved) =>
      void known.set(saved.id, { changedAtMs: clock.now(), output: '', ...known.get(saved.id), record: saved }),
    get: async (id) => known.get(id),
    list: async () => [...known.values()],
    append: async (id, text) => {
      const entry = known.get(id);
      if (entry !== undefined) entry.output += text;
    },
    replace: async (id, text) => {
      const entry = known.get(id);
      if (entry !== undefined) entry.output = text;
    },
    read: async (id) => known.get(id)?.output ?? '',
    remove: async (id) => void known.delete(id),
  };
  kept = new KeptTerminals({
    records,
    // Only whether there is a session counts.
    sessions: { get: async (key) => (sessions.has(key) ? ({ key } as SessionRecord) : undefined) },
    settings: () => ({ terminals: { keepOutput } }),
    secretGuard: guard,
    clock,
  });
});

it('keeps nothing if the settings say so', async () => {
  keepOutput = false;
  expect(await kept.add(record('a'))).toBe(false);
  expect(known.size).toBe(0);
});

it('removes ended terminals of purged sessions and those of more than 30 days ago, but no open one', async () => {
  for (const id of ['old', 'open']) await kept.add(record(id));
  await kept.add(record('purged', 'gone'));
  clock.jump(31 * DAY_MS);
  await kept.add(record('new'));
  await kept.purge((id) => id === 'open');
  expect([...known.keys()].toSorted()).toEqual(['new', 'open']);
});

it('keeps the latest 64 ended terminals', async () => {
  for (let number = 1; number <= 70; number += 1) {
    await kept.add(record(`t${number}`));
    clock.jump(1_000);
  }
  await kept.purge(() => false);
  expect([known.size, known.has('t6'), known.has('t7')]).toEqual([64, false, true]);
});

it('saves no secret of a project', async () => {
  guard.hide('correct-horse-battery');
  await kept.add(record('a'));
  await kept.write('a', 'TOKEN=correct-horse-battery\n', false);
  expect(await kept.read('a')).toMatch(/^TOKEN=\[secret.*\]\n$/);
});

it('saves nothing of a terminal after it was removed', async () => {
  await kept.add(record('a'));
  await kept.remove('a');
  await kept.write('a', 'late', false);
  await kept.change('a', { name: 'late' });
  expect(known.size).toBe(0);
});
