// Recovery after a restart: settles the work of the previous process. Nothing that may have happened is repeated.
import type { ToolCallView } from '#contract/sessions/session-view.ts';
import type { EngineParts } from '../engine/engine-parts.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { OpenMessage } from '../ports/sessions-store.ts';
import { toContent } from '../sessions/live-state.ts';
import type { SessionActor } from '../sessions/session-actor.ts';
import { getMessages, waitsForPerson } from './active-run.ts';
import { endRun } from './end-run.ts';

/** Settles every session that had work in progress. */
export async function recover(parts: EngineParts): Promise<void> {
  const { store, log } = parts.ports;
  const open = await store.sessions.openMessages();
  const unsettled = await store.sessions.unsettled();
  const keys = new Set([...unsettled.map(({ key }) => key), ...open.map(({ sessionKey }) => sessionKey)]);
  const queued = await parts.runner.queue.hold();
  const queuedRuns = new Set(queued.map(({ runId }) => runId));
  // Runs that continue need it.
  if (keys.size > 0) await parts.automaticModel.require(parts.ports.config.settings().defaultAgentId);
  for (const key of keys) {
    try {
      await settle(
        parts,
        key,
        open.filter(({ sessionKey }) => sessionKey === key),
        queuedRuns,
      );
    } catch (error) {
      log.error("Couldn't recover a session after the restart.", { sessionKey: key, error: String(error) });
    }
  }
  await parts.runner.queue.open();
}

async function settle(
  { ports, sessions, runner }: EngineParts,
  key: string,
  open: readonly OpenMessage[],
  queuedRuns: ReadonlySet<string>,
): Promise<void> {
  const actor = await sessions.load(key);
  for (const { messageId, runId } of actor.view.queue) runner.waiters.expect(messageId, { runId, sessionKey: key });
  // Earlier ones are failed attempts at the last one.
  for (const { messageId } of open.slice(0, -1)) await ports.store.sessions.dropOpenMessage(messageId);
  for (const message of open.slice(-1)) await closeMessage(ports, actor, message);
  if (actor.record === undefined) return;
  if (actor.record.deletedAt === undefined && canContinue(ports, actor)) {
    const { budget, quota } = actor.view.run ?? {};
    if (waitsForAnswer(actor) || budget !== undefined || quota !== undefined) return runner.begin(actor, 'resumed');
    if (open.length === 0 && isQueued(actor, queuedRuns)) return runner.begin(actor);
  }
  await interrupt(ports, actor);
  await runner.startNext(actor);
}

/** Ends a run that was interrupted. */
export async function interrupt(ports: EnginePorts, actor: SessionActor): Promise<void> {
  await actor.commit(({ view: { run } }) =>
    run === undefined
      ? undefined
      : endRun(actor, run, { status: 'interrupted', stopReason: 'interrupted' }, ports.clock.now()),
  );
}

/** The agent may have been removed while the host was down. */
function canContinue(ports: EnginePorts, actor: SessionActor): boolean {
  return ports.config.settings().agents.some((agent) => agent.agentId === actor.agentId);
}

/** Keeps the received part of an interrupted message. */
async function closeMessage(ports: EnginePorts, actor: SessionActor, message: OpenMessage): Promise<void> {
  const isKnown = actor.view.items.some((item) => item.id === message.messageId);
  const content = message.blocks.flatMap(toContent);
  if (isKnown || content.length === 0 || actor.view.run?.runId !== message.runId)
    return ports.store.sessions.dropOpenMessage(message.messageId);
  const { messageId, runId, provider, model } = message;
  const stopReason = 'interrupted';
  await actor.commit(() => ({
    events: [{ type: 'message.completed', messageId, runId, content, stopReason, provider, model }],
    closesMessage: messageId,
  }));
}

/** A run that was waiting for approval, or had not acted on the answer yet, can continue: nothing has been started. */
function waitsForAnswer(actor: SessionActor): boolean {
  const run = actor.view.run;
  const calls = run === undefined ? [] : (getMessages(actor.view, run.runId).at(-1)?.calls ?? []);
  if (calls.some((call) => call.state === 'running')) return false;
  return calls.some((call) => waitsForPerson(call) || isAllowed(call));
}

/** A run that was still queued hasn't called a model, so it is queued again. */
function isQueued({ view }: SessionActor, queuedRuns: ReadonlySet<string>): boolean {
  return view.run !== undefined && queuedRuns.has(view.run.runId) && getMessages(view, view.run.runId).length === 0;
}

function isAllowed(call: ToolCallView): boolean {
  return call.state === 'waiting' && call.approval?.outcome?.startsWith('allow') === true;
}
