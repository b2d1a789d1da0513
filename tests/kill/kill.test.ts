// A few kills in every full test run; `npm run test:kill` does 200.
// Proves: SE-9
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startRunningHost } from '#tests/support/running-host.ts';
import { checkAfterRestart, type Findings } from './checks.ts';
import { connectTo } from './connect.ts';
import { runKillTest } from './kill-run.ts';
import { TRIGGERS } from './kill-plan.ts';
import { createLedger, sessionOf } from './ledger.ts';

const POINTS = TRIGGERS.length;

it('loses nothing, runs nothing twice, and never gets stuck, whenever it is killed', async () => {
  const report = await runKillTest({ points: POINTS, seed: 20_261_121 });
  expect(report.lost).toEqual([]);
  expect(report.twice).toEqual([]);
  expect(report.stuck).toEqual([]);
  expect(report.counts.messages).toBeGreaterThan(POINTS);
  // Each kill is followed by a start at once.
  expect(report.startDelayMs).toHaveLength(POINTS);
  // Approvals that were pending at a kill are pending after it, and what is allowed then runs.
  expect(report.counts.resumed).toBeGreaterThan(0);
  const { uploads, worktrees } = report.counts;
  for (const count of [uploads, worktrees.created, worktrees.merged, worktrees.decided])
    expect(count).toBeGreaterThan(0);
  if (report.withoutContainers === undefined) {
    expect(report.counts.inContainers).toBeGreaterThan(0);
    expect(report.counts.orphaned).toBeGreaterThan(0);
  }
});

it('detects lost, repeated, and stuck work', async () => {
  const base = mkdtempSync(join(tmpdir(), 'gatehouse-kill-check-'));
  const workspace = join(base, 'workspace');
  mkdirSync(workspace);
  writeFileSync(join(workspace, 'effects.log'), 'twice\ntwice\nunasked\n');
  const host = await startRunningHost({ home: join(base, 'home') });
  onTestFinished(async () => {
    await host.dispose();
    rmSync(base, { recursive: true, force: true });
  });
  const client = await connectTo(host.origin, host.token);
  const ledger = createLedger();
  const key = 'agent:main:doctored';
  await client.request('sessions.create', { key });
  const session = sessionOf(ledger, key);
  session.messages.add('never sent');
  session.title.attempt('a title');
  session.title.acknowledge('a title');
  session.seen.set(1, '{}');
  session.streamed.set('a message', [{ at: 0, length: 10 }]);
  ledger.killedAt = 10_000;
  ledger.asked.set('twice', 1);
  ledger.answers.set('an approval', 'deny');
  ledger.files.set('a file', 'text');
  ledger.preference.attempt('a');
  ledger.preference.acknowledge('a');
  ledger.instructions.attempt('b');
  ledger.instructions.acknowledge('b');
  const findings: Findings = { lost: [], twice: [], stuck: [] };
  const workspaces = new Map([['main', workspace]]);
  await checkAfterRestart({ client, ledger, workspaces, sessions: [key], name: 'doctored' }, findings);
  for (const word of [
    'preference',
    'configuration',
    'answer deny',
    'file a file',
    'event 1',
    'message never sent',
    'title',
    '10 characters',
  ])
    expect(findings.lost.join('\n')).toContain(word);
  expect(findings.twice).toEqual(['effect twice happened 2 times', 'effect unasked happened and nobody asked for it']);
  // Without a model, a new message can't be answered.
  expect(findings.stuck).toHaveLength(1);
  client.stop();
});
