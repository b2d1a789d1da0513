// One tool call by a person or program: a run without a model, executed like an agent's calls.
import { defined } from '#contract/types/defined.ts';
import { invalidRequest, unavailable } from '#contract/wire/errors.ts';
import type { SessionEventDraft } from '#contract/sessions/session-events.ts';
import type { DirectCall, RunsFacet } from '../engine/runs-facet.ts';
import type { EngineParts } from '../engine/engine-parts.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import { newSession, revive } from '../sessions/new-session.ts';
import type { SessionActor, SessionChange } from '../sessions/session-actor.ts';
import { requireWritable } from '../sessions/require-session.ts';
import { OWN_PROVIDER } from './context.ts';
import { requireAgent } from './model-choice.ts';
import { formatPrincipal } from '../principal.ts';

/** Starts the call. The call and its result stay in the session but are not part of the conversation. */
export async function callTool(parts: EngineParts, call: DirectCall): ReturnType<RunsFacet['callTool']> {
  const { ports, sessions, runner, toolSources } = parts;
  if (runner.stopping) throw unavailable('Gatehouse is shutting down. Try again once it has restarted.');
  ports.secretGuard.refuse(JSON.stringify(call.input));
  const actor = await sessions.load(call.sessionKey);
  const agent = requireAgent(ports.config.settings(), actor.agentId);
  const tool = (await toolSources.list(agent, actor.key)).find(({ name }) => name === call.tool);
  if (tool === undefined)
    throw invalidRequest(`Tool not available: ${call.tool}`, 'TOOL_NOT_AVAILABLE', 'See tools.catalog.');
  await revive(ports, actor);
  const callId = ports.ids.next();
  await actor.commit(({ view, record }) => {
    requireWritable(record);
    if (view.run !== undefined)
      throw unavailable('The session is busy. Call the tool after the active run has finished.', {
        details: { code: 'SESSION_BUSY' },
      });
    const step = planCall(ports, actor, call, callId);
    if (record !== undefined) return step;
    const request = { key: actor.key, ...defined({ category: call.category }) };
    return { ...step, create: newSession(ports, agent, request, call.by) };
  });
  runner.begin(actor);
  return { callId, source: tool.source };
}

function planCall(ports: EnginePorts, actor: SessionActor, call: DirectCall, callId: string): SessionChange {
  const { runId, tool, input, by } = call;
  const messageId = ports.ids.next();
  const own = { provider: OWN_PROVIDER, model: 'tool' };
  const events: readonly SessionEventDraft[] = [
    { type: 'message.accepted', messageId, runId, text: `Run the tool ${tool}.`, sender: formatPrincipal(by) },
    { type: 'run.started', runId, messageIds: [messageId], agentId: actor.agentId, ...own },
    {
      type: 'message.completed',
      messageId: ports.ids.next(),
      runId,
      content: [{ type: 'toolCall', id: callId, name: tool, arguments: input }],
      stopReason: 'toolUse',
      ...own,
    },
  ];
  const audit = { by, action: 'tool.called', subject: callId, details: { sessionKey: actor.key, tool } };
  return { events, claimRun: runId, audit };
}
