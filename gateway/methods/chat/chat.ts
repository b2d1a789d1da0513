// Chat: sending messages, reading the transcript, and runs that clients wait for.
import { toExpectedModes } from '../../openclaw/permission-modes.ts';
import { takeStart } from '#contract/types/truncate-text.ts';
import { defined } from '#contract/types/defined.ts';
import { formatSessionKey, MAIN_KEY, parseSessionKey } from '#contract/types/ids.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { QueueMode } from '#contract/sessions/session-events.ts';
import type { RunOutcome } from '#core/engine/runs-facet.ts';
import type { MethodParams, MethodResult } from '#contract/methods/registry.ts';
import { defineHandlers, type Call } from '../../server/dispatch/handler.ts';
import type { Engine } from '#core/engine/engine.ts';
import { hasAttachments, readAttachments } from '../../openclaw/attachments.ts';
import { readHistory, readStartup } from './chat-history.ts';
import { runOptions, toSendResult } from '../../openclaw/run-options.ts';
import { modelChoices } from '../../openclaw/model-choices.ts';
import { requireSameConversation } from '#core/sessions/session-input.ts';

const QUEUE_MODES: readonly QueueMode[] = ['steer', 'followup', 'collect', 'interrupt'];
const DEFAULT_WAIT_MS = 30_000;
const DEFAULT_AGENT_TIMEOUT_S = 600;
const MAX_WAIT_MS = 24 * 60 * 60_000;
/** Time to wait for the end of a run after its time limit, ms. */
const TIME_LIMIT_GRACE_MS = 5_000;

export const CHAT_HANDLERS = defineHandlers({
  async 'chat.send'(params, { engine, by, answer }) {
    const sessionKey = engine.sessions.resolveWritableKey(params.sessionKey, params.agentId);
    const attached = readAttachments(params.attachments);
    if (params.message.trim() === '' && !hasAttachments(attached))
      throw invalidRequest('invalid chat.send params: at /message: is empty', 'EMPTY_MESSAGE', 'Enter a message.');
    if (params.sessionId !== undefined) {
      const record = await engine.sessions.get(sessionKey);
      if (record !== undefined) requireSameConversation(record, params.sessionId);
    }
    return toSendResult(
      await engine.runs.send({
        sessionKey,
        text: params.message,
        ...attached,
        runId: params.idempotencyKey,
        queueMode: QUEUE_MODES.find((mode) => mode === params.queueMode) ?? 'steer',
        keepsHeld: params.queueMode === 'steer',
        by,
        literal: params.suppressCommandInterpretation === true,
        allowsSecrets: params.allowSecrets === true,
        onSaved: (result) => answer(toSendResult(result)),
        expected: defined({
          leafEntryId: params.expectedLeafEntryId,
          approvalModes: toExpectedModes(params.expectedPermissionMode),
        }),
        ...runOptions(params),
      }),
    );
  },

  'chat.history': (params, { services }) => readHistory(params, services),
  'chat.startup': (params, { services }) => readStartup(params, services),

  async 'chat.abort'(params, { engine }) {
    const runIds = await engine.runs.abort(engine.sessions.resolveKey(params.sessionKey, params.agentId), params.runId);
    return { ok: true, aborted: runIds.length > 0, runIds: [...runIds] };
  },

  async 'chat.metadata'(_params, call) {
    return { models: [...(await modelChoices(call.services, call.by, false))], commands: [...commandEntries(call)] };
  },

  'commands.list': ({ scope, includeArgs }, call) => ({
    commands:
      scope === 'native'
        ? []
        : commandEntries(call).map(({ args, ...entry }) =>
            args === undefined || includeArgs === false ? entry : { ...entry, args },
          ),
  }),

  async agent(params, call) {
    const { services, engine, by } = call;
    const { agentId, sessionKey } = await findTarget(params, call);
    const { timeout = DEFAULT_AGENT_TIMEOUT_S, model, provider } = params;
    const { runId } = await engine.runs.send({
      sessionKey,
      text: params.message,
      ...readAttachments(params.attachments),
      runId: params.idempotencyKey,
      queueMode: 'followup',
      by,
      ...runOptions({
        thinking: params.thinking,
        timeoutMs: timeout * 1000,
        instructions: params.extraSystemPrompt,
        model: model ? await engine.providers.requireModel(provider ? `${provider}/${model}` : model) : undefined,
      }),
    });
    call.early({ runId, sessionKey, agentId, status: 'accepted', acceptedAt: services.clock.now() });
    const startedAt = services.clock.now();
    const wait = timeout === 0 ? MAX_WAIT_MS : timeout * 1000 + TIME_LIMIT_GRACE_MS;
    const outcome = await engine.runs.wait(runId, Math.min(wait, MAX_WAIT_MS));
    return agentOutcome(runId, outcome, services.clock.now() - startedAt);
  },

  async 'agent.wait'({ runId, timeoutMs = DEFAULT_WAIT_MS }, { engine }) {
    const outcome = await engine.runs.wait(runId, Math.min(timeoutMs, MAX_WAIT_MS));
    if (outcome === undefined) return { runId, status: 'timeout' };
    const { status, endedAt } = outcome;
    return status === 'done'
      ? { runId, status: 'ok', endedAt, stopReason: 'stop' }
      : { runId, status: 'error', endedAt, stopReason: status };
  },

  async 'chat.concurrent'({ message: text, attachments, allowSecrets, ...params }, { engine, by }) {
    const { sessionKey, ...sent } = await engine.runs.sendConcurrently({
      sessionKey: engine.sessions.resolveWritableKey(params.sessionKey),
      text,
      ...readAttachments(attachments),
      runId: params.idempotencyKey,
      by,
      allowsSecrets: allowSecrets === true,
    });
    return { ...toSendResult(sent), sessionKey };
  },

  async 'chat.resend'(params, { engine, by }) {
    const sessionKey = engine.sessions.resolveWritableKey(params.sessionKey);
    const { messageId, message: text, idempotencyKey: runId, model } = params;
    // Before anything is rewound.
    if (model !== undefined) await engine.providers.requireModel(model);
    return toSendResult(await engine.runs.resend({ sessionKey, messageId, text, runId, by, ...defined({ model }) }));
  },

  async 'chat.queue.edit'({ sessionKey, messageId, message, queueMode }, { engine }) {
    const change = defined({ text: message, queueMode });
    await engine.queue.edit(engine.sessions.resolveKey(sessionKey), messageId, change);
    return { ok: true };
  },

  async 'chat.queue.move'({ sessionKey, messageId, beforeId }, { engine }) {
    await engine.queue.move(engine.sessions.resolveKey(sessionKey), messageId, beforeId);
    return { ok: true };
  },

  async 'chat.queue.cancel'({ sessionKey, messageId }, { engine }) {
    await engine.queue.cancel(engine.sessions.resolveKey(sessionKey), messageId);
    return { ok: true };
  },
});

type AgentParams = MethodParams<'agent'>;

/** The agent and the session that the message is for. @throws {GatewayError} */
async function findTarget(params: AgentParams, { engine }: Call) {
  const { sessionId, expectedExistingSessionId } = params;
  const asked =
    params.sessionKey ?? (sessionId === undefined ? undefined : await findConversationKey(sessionId, engine));
  const fromKey = asked === undefined ? undefined : parseSessionKey(asked)?.agentId;
  const { agentId } = engine.agents.require(params.agentId ?? fromKey);
  const sessionKey = engine.sessions.resolveWritableKey(asked ?? formatSessionKey(agentId, MAIN_KEY), agentId);
  for (const expected of [expectedExistingSessionId, sessionId])
    if (expected !== undefined) requireSameConversation(await engine.sessions.require(sessionKey), expected);
  return { agentId, sessionKey };
}

async function findConversationKey(sessionId: string, { queries }: Engine): Promise<string> {
  const [found] = await queries.find({ by: 'sessionId', text: sessionId });
  if (found !== undefined) return found.key;
  throw invalidRequest(`No session found: ${takeStart(sessionId, 200)}`, 'SESSION_NOT_FOUND');
}

function agentOutcome(runId: string, outcome: RunOutcome | undefined, durationMs: number) {
  if (outcome === undefined || outcome.error?.code === 'time-limit')
    return { runId, status: 'timeout', summary: 'timed out' };
  const ok = outcome.status === 'done';
  return {
    runId,
    status: ok ? 'ok' : 'error',
    summary: ok ? 'completed' : (outcome.error?.message ?? outcome.status),
    result: { payloads: [{ text: outcome.text, mediaUrl: null }], meta: { durationMs } },
  };
}

type CommandEntry = MethodResult<'commands.list'>['commands'][number];

/** The protocol's categories for ours. */
const CATEGORIES: Readonly<Record<string, CommandEntry['category']>> = {
  model: 'options',
  info: 'status',
  approvals: 'management',
};

function commandEntries({ engine }: Call): readonly CommandEntry[] {
  return engine.commands.list().map(({ name, aliases, description, acceptsArgs, category, args }) => ({
    name,
    description,
    source: 'native',
    scope: 'text',
    acceptsArgs,
    textAliases: [name, ...aliases].map((alias) => `/${alias}`),
    category: CATEGORIES[category] ?? 'session',
    ...defined({ args: args?.map((argument) => ({ ...argument, type: 'string' as const })) }),
  }));
}
