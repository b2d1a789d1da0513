// Recovery after a restart: settles what the previous process left behind. Nothing that may have happened is repeated.
import type { SessionEventDraft } from '#contract/sessions/session-events.ts';
import type { ToolCallView } from '#contract/sessions/session-view.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { OpenMessage } from '../ports/sessions-store.ts';
import { toContent } from '../sessions/live-state.ts';
import type { SessionActor, SessionChange } from '../sessions/session-actor.ts';
import type { SessionCache } from '../sessions/session-cache.ts';
import { getMessages, sumUsage, waitsForPerson } from './active-run.ts';
import type { Runner } from './runner.ts';
import { cancelMessage } from './cancel-queued.ts';

interface Parts {
  readonly ports: EnginePorts;
  readonly sessions: SessionCache;
  readonly runner: Runner;
}

/** Settles every session that had work in progress. */
export async function recover(parts: Parts): Promise<void> {
  const { store, log } = parts.ports;
  const open = await store.sessions.openMessages();
  const keys = new Set([
    ...(await store.sessions.unsettled()).map((record) => record.key),
    ...open.map((message) => message.sessionKey),
  ]);
  for (const key of keys) {
    try {
      await settle(
        parts,
        key,
        open.filter((message) => message.sessionKey === key),
      );
    } catch (error) {
      log.error('A session could not be settled after the restart.', { sessionKey: key, error: String(error) });
    }
  }
}

async function settle({ ports, sessions, runner }: Parts, key: string, open: readonly OpenMessage[]): Promise<void> {
  const actor = await sessions.load(key);
  for (const message of open) await closeMessage(ports, actor, message);
  if (actor.record === undefined) return;
  if (actor.record.deletedAt === undefined && waitsForAnswer(actor) && canGoOn(ports, actor))
    return runner.begin(actor);
  await interrupt(ports, actor);
  await runner.startNext(actor);
}

/** Ends a run that was interrupted. */
export async function interrupt(ports: EnginePorts, actor: SessionActor): Promise<void> {
  await actor.commit(() => interruptStep(actor, ports.clock.now()));
}

/** The agent may have been removed while the host was down. */
function canGoOn(ports: EnginePorts, actor: SessionActor): boolean {
  return ports.config.settings().agents.some((agent) => agent.agentId === actor.agentId);
}

/** Keeps the received part of an interrupted message. */
async function closeMessage(ports: EnginePorts, actor: SessionActor, message: OpenMessage): Promise<void> {
  const isKnown = actor.view.items.some((item) => item.id === message.messageId);
  const content = message.blocks.flatMap(toContent);
  if (isKnown || content.length === 0 || actor.view.run?.runId !== message.runId)
    return ports.store.sessions.dropOpenMessage(message.messageId);
  const { messageId, runId, provider, model } = message;
  await actor.commit(() => ({
    events: [
      {
        type: 'message.completed',
        messageId,
        runId,
        content: [...content],
        stopReason: 'interrupted',
        provider,
        model,
      },
    ],
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

function isAllowed(call: ToolCallView): boolean {
  return call.state === 'waiting' && call.approval?.outcome?.startsWith('allow') === true;
}

function interruptStep(actor: SessionActor, now: number): SessionChange | undefined {
  const { run } = actor.view;
  if (run === undefined) return undefined;
  const ended: SessionEventDraft = {
    type: 'run.ended',
    runId: run.runId,
    status: 'interrupted',
    stopReason: 'interrupted',
    usage: sumUsage(actor.view, run.runId),
    modelCalls: getMessages(actor.view, run.runId).length,
    startedAtMs: run.startedAt,
  };
  const taken = cancelMessage(actor, run.runId, now);
  return taken === undefined ? { events: [ended] } : { ...taken, events: [...taken.events, ended] };
}
