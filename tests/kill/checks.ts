// After a restart: compares the host's data with what it acknowledged, and checks that it works.
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { effectsIn } from './scenario.ts';
import type { Ledger, SessionLedger } from './ledger.ts';
import type { Workspaces } from './workspaces.ts';
import { canonical, noteEvent } from './ledger.ts';
import { MAX_WAIT_MS } from '#tests/support/wait-until.ts';

/** Problems found by the checks. */
export interface Findings {
  readonly lost: string[];
  readonly twice: string[];
  readonly stuck: string[];
}

/** Input of the checks. */
export interface CheckScope {
  readonly client: GatewayClient;
  readonly ledger: Ledger;
  readonly workspaces: Workspaces;
  /** Sessions that are compared completely and must accept a new message. */
  readonly sessions: readonly string[];
  readonly name: string;
}

/** Streaming text is saved after a second; the rest is the time of the save on a machine that isn't stalled. */
const FLUSH_MS = 1200;
const LOOK_EVERY_MS = 25;
/** A session can have many waiting messages, each with a command in a container. */
const MAX_SETTLE_MS = 3 * MAX_WAIT_MS;

/** Runs all checks. */
export async function checkAfterRestart(scope: CheckScope, findings: Findings): Promise<void> {
  const { ledger } = scope;
  await checkSettings(scope, findings);
  await checkAnswers(scope, findings);
  checkFiles(scope, findings);
  for (const key of scope.sessions) {
    const session = ledger.sessions.get(key);
    if (session !== undefined) await checkSession(scope, session, findings);
  }
  await settle(scope, findings);
  await Promise.all(scope.sessions.map((key) => probe(scope, key, findings)));
  checkEffects(scope, findings);
}

async function checkSettings({ client, ledger }: CheckScope, { lost }: Findings): Promise<void> {
  const { preferences } = await client.request('preferences.get', {});
  const note = typeof preferences['note'] === 'string' ? preferences['note'] : undefined;
  if (!ledger.preference.accepts(note)) lost.push(`preference: ${ledger.preference.acknowledged} became ${note}`);
  const { instructions } = await client.request('agents.settings.get', { agentId: 'main' });
  const kept = instructions === '' ? undefined : instructions;
  if (!ledger.instructions.accepts(kept))
    lost.push(`configuration: ${ledger.instructions.acknowledged} became ${kept}`);
}

async function checkAnswers({ client, ledger }: CheckScope, { lost }: Findings): Promise<void> {
  if (ledger.answers.size === 0) return;
  const { approvals } = await client.request('approvals.list', { status: 'resolved', limit: 200 });
  const outcomes = new Map(approvals.map((approval) => [approval.id, approval.outcome]));
  // The list is limited, so only the latest answers are compared.
  for (const [id, decision] of [...ledger.answers].slice(-100)) {
    const outcome = outcomes.get(id);
    if (outcome !== decision) lost.push(`answer ${decision} to ${id} became ${outcome}`);
  }
}

function checkFiles({ ledger }: CheckScope, { lost }: Findings): void {
  for (const [path, content] of ledger.files) if (readOrNothing(path) !== content) lost.push(`file ${path}`);
}

function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The caller checks for a missing file.
    return undefined;
  }
}

/** Every received event exists unchanged, numbers have no gaps, and every acknowledged message exists once. */
async function checkSession(
  { client, ledger }: CheckScope,
  session: SessionLedger,
  { lost, twice }: Findings,
): Promise<void> {
  const { events } = await client.request('sessions.watch', { key: session.key, afterSeq: 0 });
  if (events === undefined) return void lost.push(`${session.key}: the events cannot be read from the beginning`);
  const bySeq = new Map(events.map((event) => [event.seq, canonical(event)]));
  for (const [seq, json] of session.seen)
    if (bySeq.get(seq) !== json) lost.push(`${session.key}: event ${seq} was ${json}, is ${bySeq.get(seq)}`);
  events.forEach((event, index) => {
    if (event.seq !== index + 1) lost.push(`${session.key}: number ${index + 1} is missing`);
  });
  const accepted = countBy(events, (event) => (event.type === 'message.accepted' ? event.runId : undefined));
  for (const runId of session.messages) if (!accepted.has(runId)) lost.push(`${session.key}: message ${runId}`);
  for (const [runId, count] of accepted)
    if (count > 1) twice.push(`${session.key}: message ${runId} is there ${count} times`);
  for (const [callId, count] of countBy(events, (event) => (event.type === 'tool.started' ? event.callId : undefined)))
    if (count > 1) twice.push(`${session.key}: call ${callId} was started ${count} times`);
  for (const event of events) noteEvent(ledger, session.key, event);
  checkStreamed(session, events, ledger, lost);
  const { session: row } = await client.request('sessions.describe', { key: session.key });
  if (session.title.acknowledged !== undefined && !session.title.accepts(row?.label ?? undefined))
    lost.push(`${session.key}: title ${session.title.acknowledged} became ${row?.label}`);
}

/** A text interrupted by the kill is kept, except for its last second and the time that a write had to wait. */
function checkStreamed(
  session: SessionLedger,
  events: readonly SessionEvent[],
  { killedAt, stalledMs }: Pick<Ledger, 'killedAt' | 'stalledMs'>,
  lost: string[],
): void {
  const limitMs = FLUSH_MS + stalledMs;
  const lengths = new Map(
    events.map((event) => (event.type === 'message.completed' ? [event.messageId, textLength(event)] : ['', 0])),
  );
  for (const [messageId, marks] of session.streamed) {
    const wanted = marks.findLast(({ at }) => at < killedAt - limitMs)?.length ?? 0;
    const kept = lengths.get(messageId) ?? 0;
    if (kept < wanted)
      lost.push(
        `${session.key}: of a text that had ${wanted} characters ${Math.round(limitMs)} ms before the kill ${kept} are left`,
      );
  }
  session.streamed.clear();
}

function textLength(event: Extract<SessionEvent, { type: 'message.completed' }>): number {
  return event.content.reduce((sum, block) => sum + (block.type === 'text' ? block.text.length : 0), 0);
}

function countBy(
  events: readonly SessionEvent[],
  keyOf: (event: SessionEvent) => string | undefined,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const event of events) {
    const key = keyOf(event);
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** Pending approvals can be answered, allowed commands run, and no run stays active. */
async function settle({ client, ledger, sessions, workspaces }: CheckScope, { stuck }: Findings): Promise<void> {
  const allowed: string[] = [];
  // Also sessions of earlier parts whose messages were still waiting.
  const keys = new Set(sessions);
  const end = performance.now() + MAX_SETTLE_MS;
  for (;;) {
    const { approvals } = await client.request('approvals.list', { status: 'pending' });
    for (const { id, subject, sessionKey } of approvals) {
      const { applied } = await client.request('approvals.resolve', { id, decision: 'allow-once' });
      if (!applied) continue;
      ledger.answers.set(id, 'allow-once');
      if (ledger.pending.has(id)) ledger.resumed += 1;
      allowed.push(subject.command);
      if (sessionKey !== '') keys.add(sessionKey);
    }
    const rows = await Promise.all([...keys].map((key) => client.request('sessions.describe', { key })));
    const running = rows
      .filter(({ session }) => ['running', 'queued'].includes(session?.status ?? ''))
      .map(({ session }) => session?.key);
    if (approvals.length === 0 && running.length === 0) break;
    if (performance.now() > end) {
      const waiting = approvals.map(({ id }) => id);
      return void stuck.push(`still running: ${running.join(', ')}; still waiting: ${waiting.join(', ')}`);
    }
    await delay(LOOK_EVERY_MS);
  }
  ledger.pending.clear();
  const effects = effectsIn(workspaces.values());
  for (const command of allowed) {
    const effect = /^echo (\S+) /.exec(command)?.[1] ?? command;
    if (!effects.has(effect)) stuck.push(`allowed after the restart, but it never ran: ${command}`);
  }
}

/** A new message is answered. */
async function probe(scope: CheckScope, key: string, { stuck }: Findings): Promise<void> {
  try {
    const status = await outcomeOfNewMessage(scope, key);
    if (status !== 'ok') stuck.push(`${key}: a new message ended as ${status}`);
  } catch (error) {
    stuck.push(`${key}: a new message was refused: ${errorMessage(error)}`);
  }
}

async function outcomeOfNewMessage(
  { client, ledger, name }: CheckScope,
  key: string,
): Promise<'ok' | 'error' | 'timeout'> {
  const runId = `probe-${name}-${key}`;
  await client.request('chat.send', {
    sessionKey: key,
    message: 'still there?',
    idempotencyKey: runId,
    queueMode: 'followup',
  });
  ledger.sessions.get(key)?.messages.add(runId);
  const end = performance.now() + MAX_WAIT_MS;
  for (;;) {
    const { status } = await client.request('agent.wait', { runId, timeoutMs: 500 });
    if (status !== 'timeout' || performance.now() > end) return status;
    const { approvals } = await client.request('approvals.list', { status: 'pending' });
    // Messages queued before it can request approvals.
    for (const { id } of approvals) await client.request('approvals.resolve', { id, decision: 'allow-once' });
  }
}

function checkEffects({ ledger, workspaces }: CheckScope, { twice }: Findings): void {
  for (const [effect, count] of effectsIn(workspaces.values())) {
    if (count > 1) twice.push(`effect ${effect} happened ${count} times`);
    if (!ledger.asked.has(effect)) twice.push(`effect ${effect} happened and nobody asked for it`);
  }
}
