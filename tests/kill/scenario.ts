// The workload: concurrent messages, streams, tool calls, approvals, and settings, until the host is killed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Day } from './day.ts';
import { IN_WORKTREES, type Trigger } from './kill-plan.ts';
import type { SessionLedger } from './ledger.ts';
import { noteEvent, noteLive, sessionOf } from './ledger.ts';
import { liveCheckouts } from './checkouts.ts';
import { pause, step } from './step.ts';
import { liveUploads } from './uploads.ts';
import { BOXED_AGENT, workspaceOf } from './workspaces.ts';

/** How often a life has a session in a container, apart from the kills that need one. */
const CONTAINER_SHARE = 0.3;
/** How often a life has worktrees or uploads, apart from the kills that need them. */
const FILES_SHARE = 0.2;
/** A text of this length has streamed for longer than text may stay unsaved. */
const LONG_TEXT = 2_400;
/** Trusted sessions run their tools immediately; guarded ones require approval. */
const SESSIONS = ['full', 'guarded'] as const;
const UPLOADS: readonly Trigger[] = ['uploading'];
const IN_FILES: readonly Trigger[] = [...IN_WORKTREES, ...UPLOADS];
const TRIGGER_OF_EVENT: Readonly<Record<string, Trigger>> = {
  'message.completed': 'message completed',
  'tool.started': 'tool started',
  'tool.finished': 'tool finished',
  'run.ended': 'run ended',
};

/** Runs the workload until the signal is aborted and all pending steps have failed. */
export async function runWorkload(day: Day): Promise<void> {
  const { client, ledger } = day;
  const keptKey = `agent:main:${day.name}-approval`;
  // What other sessions request can be withdrawn before the kill, with the run.
  let isKept = day.trigger !== 'approval pending';
  const answering: Promise<void>[] = [];
  const stops = [
    client.on('session.event', ({ sessionKey, event }) => {
      noteEvent(ledger, sessionKey, event);
      const trigger = TRIGGER_OF_EVENT[event.type];
      if (trigger !== undefined) day.hit(trigger);
      if (isBoxed(sessionKey) && event.type === 'tool.started') day.hit('container starting');
      if (isBoxed(sessionKey) && event.type === 'tool.finished') day.hit('container command');
    }),
    client.on('session.live', ({ sessionKey, events }) => {
      for (const event of events) noteLive(ledger, sessionKey, event);
      day.hit('text streaming');
      if (events.some((event) => event.kind === 'text' && event.offset > LONG_TEXT)) day.hit('long text');
    }),
    client.on('approvals.changed', ({ approval }) => {
      if (approval.outcome !== undefined) return void ledger.pending.delete(approval.id);
      ledger.pending.add(approval.id);
      isKept ||= approval.sessionKey === keptKey;
      if (isKept) day.hit('approval pending');
      answering.push(answer(day, approval.id));
    }),
  ];
  const extra = [
    ...(day.trigger === 'long text' ? [sendLongText(day)] : []),
    ...(day.trigger === 'approval pending' ? [requestApproval(day, keptKey)] : []),
  ];
  const sessions = chooseSessions(day).map((key) => liveSession(day, key));
  await Promise.all([...sessions, liveSettings(day), ...extra, ...liveFiles(day)]);
  await Promise.all(answering);
  for (const stop of stops) stop();
}

/** Where a kill waits for worktrees or uploads, one session works beside them, so that they get on even on a busy machine. */
function chooseSessions(day: Day): readonly string[] {
  const fresh = SESSIONS.map((mode) => `agent:main:${day.name}-${mode}`);
  if (IN_FILES.includes(day.trigger)) return fresh.slice(day.random.integer(fresh.length)).slice(0, 1);
  const earlier = day.earlier === undefined ? [] : [day.earlier];
  return [...fresh, ...boxedSessions(day), ...earlier];
}

/** Worktrees and uploads, if the kill needs them, and sometimes for other kills. */
function liveFiles(day: Day): readonly Promise<void>[] {
  const isNeeded = (triggers: readonly Trigger[]) => triggers.includes(day.trigger) || day.random.chance(FILES_SHARE);
  return [
    ...(isNeeded(IN_WORKTREES) ? [liveCheckouts(day, day.repository)] : []),
    ...(isNeeded(UPLOADS) ? [liveUploads(day, day.host)] : []),
  ];
}

/** Sessions whose commands run in a container. */
function boxedSessions(day: Day): readonly string[] {
  if (!day.workspaces.has(BOXED_AGENT)) return [];
  const isNeeded = day.trigger.startsWith('container') || day.random.chance(CONTAINER_SHARE);
  return isNeeded ? SESSIONS.map((mode) => `agent:${BOXED_AGENT}:${day.name}-boxed-${mode}`) : [];
}

const isBoxed = (sessionKey: string): boolean => sessionKey.startsWith(`agent:${BOXED_AGENT}:`);

async function liveSession(day: Day, key: string): Promise<void> {
  const session = sessionOf(day.ledger, key);
  const mode = key.endsWith('-full') ? 'full' : 'guarded';
  await step(day, () => day.client.request('sessions.create', { key, permissionMode: mode }));
  await step(day, () => day.client.request('sessions.watch', { key, afterSeq: 0 }));
  for (let number = 0; !day.signal.aborted && number < 40; number += 1) {
    const id = `${day.name}-in-${key.split(':')[2]}-${number}`;
    await step(day, () => act(day, session, id));
    await pause(day, day.random.between(0, IN_FILES.includes(day.trigger) ? 600 : 60));
  }
}

/** A long text that nothing interrupts before the kill. */
async function sendLongText(day: Day): Promise<void> {
  const session = sessionOf(day.ledger, `agent:main:${day.name}-text`);
  const { key } = session;
  await step(day, () => day.client.request('sessions.create', { key }));
  await step(day, () => day.client.request('sessions.watch', { key, afterSeq: 0 }));
  const id = `${day.name}-long-text`;
  const message = { sessionKey: key, message: `tell me a long story ${id}`, idempotencyKey: id };
  await step(day, async () => {
    await day.client.request('chat.send', message);
    session.messages.add(id);
  });
}

/** A command that waits for approval until the kill: nothing else happens in its session. */
async function requestApproval(day: Day, key: string): Promise<void> {
  const session = sessionOf(day.ledger, key);
  await step(day, () => day.client.request('sessions.create', { key, permissionMode: 'guarded' }));
  await step(day, () => day.client.request('sessions.watch', { key, afterSeq: 0 }));
  const id = `${day.name}-approval`;
  await step(day, async () => {
    await day.client.request('chat.send', { sessionKey: key, message: `run ${id}`, idempotencyKey: id });
    session.messages.add(id);
  });
}

async function act(day: Day, session: SessionLedger, id: string): Promise<void> {
  const choice = day.random.integer(10);
  if (choice < 4) return send(day, session, id, `${day.random.chance(0.3) ? 'runpty' : 'run'} ${id}`);
  if (choice < 7) return send(day, session, id, `tell me a ${day.random.chance(0.4) ? 'long ' : ''}story ${id}`);
  if (choice === 7) return retitle(day, session, id);
  if (choice === 8) return writeFile(day, session, id);
  await day.client.request('chat.abort', { sessionKey: session.key });
}

async function send(day: Day, session: SessionLedger, id: string, message: string): Promise<void> {
  const queueMode = day.random.pick(['followup', 'followup', 'steer', 'interrupt']);
  await day.client.request('chat.send', { sessionKey: session.key, message, idempotencyKey: id, queueMode });
  session.messages.add(id);
  day.hit('message accepted');
  if (day.random.chance(0.6)) await day.client.request('agent.wait', { runId: id, timeoutMs: 500 });
}

async function retitle(day: Day, session: SessionLedger, id: string): Promise<void> {
  session.title.attempt(id);
  await day.client.request('sessions.patch', { key: session.key, label: id });
  session.title.acknowledge(id);
  day.hit('session changed');
}

async function writeFile(day: Day, session: SessionLedger, id: string): Promise<void> {
  const path = `notes/${id}.txt`;
  const content = `${id}\n`.repeat(200);
  await day.client.request('sessions.files.set', { sessionKey: session.key, path, content, expectedHash: '' });
  day.ledger.files.set(join(workspaceOf(day.workspaces, session.key), path), content);
  day.hit('file written');
}

async function liveSettings(day: Day): Promise<void> {
  const { client, ledger } = day;
  for (let number = 0; !day.signal.aborted; number += 1) {
    const value = `${day.name}-${number}`;
    await step(day, async () => {
      ledger.preference.attempt(value);
      await client.request('preferences.set', { preferences: { note: value } });
      ledger.preference.acknowledge(value);
      day.hit('setting changed');
    });
    if (number % 3 === 0) {
      await step(day, async () => {
        ledger.instructions.attempt(value);
        await client.request('agents.settings.set', { agentId: 'main', instructions: value });
        ledger.instructions.acknowledge(value);
        day.hit('setting changed');
      });
    }
    await pause(day, day.random.between(20, 120));
  }
}

/** Some are answered immediately, some late, some never; none before a kill that waits for one. */
async function answer(day: Day, id: string): Promise<void> {
  if (day.trigger === 'approval pending' || day.random.chance(0.2)) return;
  await pause(day, day.random.between(0, 60));
  const decision = day.random.chance(0.75) ? 'allow-once' : 'deny';
  await step(day, async () => {
    const { applied } = await day.client.request('approvals.resolve', { id, decision });
    if (applied) day.ledger.answers.set(id, decision);
    day.hit('approval answered');
  });
}

/** Lines written by commands, with their number of occurrences. */
export function effectsIn(workspaces: Iterable<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of [...workspaces].flatMap((workspace) => readEffects(workspace).split('\n')))
    if (line !== '') counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

function readEffects(workspace: string): string {
  try {
    return readFileSync(`${workspace}/effects.log`, 'utf8');
  } catch {
    // No command has run yet.
    return '';
  }
}
