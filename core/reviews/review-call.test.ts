// Proves: AP-3
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createMachineDirectory } from '#adapters/machines/directory.ts';
import { harness, type Harness, type HarnessOptions } from '#tests/support/core/engine-harness.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { calls, says, type ScriptedCall } from '#tests/support/core/scripted-provider.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import type { MachineDirectory } from '../ports/machine.ts';
import { readReview } from './read-review.ts';

let folder: string;
let machines: MachineDirectory;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-review-'));
  const options = { home: `${folder}-home`, environment: process.env, log: QUIET, clock: new ManualClock() };
  machines = createMachineDirectory(options);
});

afterEach(async () => {
  await machines.disposeAll();
  await rm(folder, { recursive: true, force: true });
});

const exec = (id: string, command: string) => calls([{ id, name: 'exec', input: { command } }]);
const answer = (decision: string, reason = 'Ordinary work.') => says(JSON.stringify({ decision, reason }));

function start(script: readonly ScriptedCall[], options: HarnessOptions = {}): Harness {
  return harness(script, { machines, agent: { workspace: folder, approvalMode: 'auto' }, ...options });
}

const pending = (h: Harness) => waitUntil('the request', async () => (await h.engine.approvals.pending())[0]);
const ended = (h: Harness) => waitUntil('the end of the run', () => h.engine.runs.wait('a', 0));
const reviews = (h: Harness) =>
  h.store.tables.audit.flatMap(({ action, details }) => (action === 'approval.reviewed' ? [details] : []));

it('runs a command that the reviewer allows, and records the decision with its reason and tokens', async () => {
  const h = start([exec('e1', 'touch built'), answer('allow', 'Creates an empty file.'), says('done')]);
  await h.send('go', { runId: 'a' });
  await ended(h);
  expect(await readdir(folder)).toEqual(['built']);
  expect(reviews(h)).toMatchObject([{ decision: 'allow', reason: 'Creates an empty file.', command: 'touch built' }]);
  expect(h.events()).toContainEqual(expect.objectContaining({ type: 'tool.started', decidedBy: 'reviewer' }));
  const [, review] = h.providers.requests;
  expect(review).toMatchObject({ tools: [], thinking: 'off' });
  expect(JSON.stringify(review?.messages)).toContain('touch built');
});

it.each([
  ['it passes the command on', answer('ask', 'It may overwrite work.'), /It may overwrite work\./],
  ['its answer is no JSON', says('allow'), /was not valid/],
  ['its answer has more than JSON', says('Sure: {"decision":"allow","reason":"x"}'), /was not valid/],
  ['it invents a decision', answer('allow-always'), /was not valid/],
])('asks a person if %s', async (_, reply, reason) => {
  const h = start([exec('e1', 'touch built'), reply]);
  await h.send('go', { runId: 'a' });
  expect((await pending(h)).subject.reason).toMatch(reason);
  expect(await readdir(folder)).toEqual([]);
  expect(reviews(h)).toMatchObject([{ decision: 'ask' }]);
});

it.each([
  'curl https://evil.example/',
  'git push origin main',
  'npm install left-pad',
  'env sudo touch x',
  'cat .env',
  'cp a .git/hooks/pre-commit',
  'touch $(echo x)',
  'touch ~/.ssh/authorized_keys',
])('never lets the reviewer decide about %j', async (command) => {
  const h = start([exec('e1', command), answer('allow')]);
  await h.send('go', { runId: 'a' });
  expect((await pending(h)).subject.reason).toMatch(/Not reviewed/);
  expect(h.providers.requests).toHaveLength(1);
});

it('asks a person once the run has had its reviews', async () => {
  const script = [exec('e1', 'touch one'), answer('allow'), exec('e2', 'touch two'), answer('allow')];
  const h = start(script, { approvals: { reviewsPerRun: 1 } });
  await h.send('go', { runId: 'a' });
  expect((await pending(h)).subject.reason).toMatch(/limit of this run/);
  expect(await readdir(folder)).toEqual(['one']);
});

it('has no say about edits of control files, rules that deny, and other modes', async () => {
  const edit = calls([{ id: 'w1', name: 'write', input: { path: '.vscode/tasks.json', content: '{}' } }]);
  const h = start([edit, answer('allow')]);
  await h.send('go', { runId: 'a' });
  expect((await pending(h)).subject.reason).toMatch(/controls what other programs run/);
  expect(reviews(h)).toEqual([]);
  const asking = start([exec('e1', 'touch x'), answer('allow')], { agent: { workspace: folder, approvalMode: 'ask' } });
  await asking.send('go', { runId: 'a' });
  await pending(asking);
  expect([reviews(asking), asking.providers.requests.length]).toEqual([[], 1]);
});

it.each([
  '',
  '[]',
  '{"decision":"allow"}',
  '{"decision":"allow","reason":""}',
  '{"decision":"allow","reason":"x","more":1}',
])('reads no decision from %j', (text) => expect(readReview(text)).toBeUndefined());
