// Chat: messages in, transcript out, and runs for clients that wait.
import type { CHAT_METHODS } from '#contract/methods/chat.ts';
import { formatSessionKey, MAIN_KEY, parseSessionKey } from '#contract/types/ids.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { QueueMode } from '#contract/sessions/session-events.ts';
import type { RunOutcome } from '#core/engine/runs-facet.ts';
import type { MethodParams } from '#contract/methods/registry.ts';
import type { Call, HandlersFor } from '../../server/dispatch/handler.ts';
import type { GatewayServices } from '../../server/services.ts';
import { readImages } from '../../openclaw/attachments.ts';
import { readHistory, readStartup } from './chat-history.ts';
import { runOptions } from '../../openclaw/run-options.ts';
import { modelChoices } from '../../openclaw/model-choices.ts';
import { requireSameConversation } from '#core/sessions/session-input.ts';

const QUEUE_MODES: readonly QueueMode[] = ['steer', 'followup', 'collect', 'interrupt'];
const DEFAULT_WAIT_MS = 30_000;
const DEFAULT_AGENT_TIMEOUT_S = 600;
const LONGEST_WAIT_MS = 24 * 60 * 60_000;
/** How long the end of a run is waited for after its time limit, ms. */
const TIME_LIMIT_GRACE_MS = 5_000;

export const CHAT_HANDLERS: HandlersFor<typeof CHAT_METHODS> = {
  async 'chat.send'(params, { services, connection }) {
    const sessionKey = services.engine.sessions.resolveWritableKey(params.sessionKey, params.agentId);
    const images = readImages(params.attachments);
    if (params.message.trim() === '' && images.length === 0)
      throw invalidRequest('invalid chat.send params: at /message: is empty', 'EMPTY_MESSAGE', 'Enter a message.');
    if (params.sessionId !== undefined) {
      const record = await services.engine.sessions.get(sessionKey);
      if (record !== undefined) requireSameConversation(record, params.sessionId);
    }
    const { runId, status, seq } = await services.engine.runs.send({
      sessionKey,
      text: params.message,
      images,
      runId: params.idempotencyKey,
      queueMode: QUEUE_MODES.find((mode) => mode === params.queueMode) ?? 'steer',
      by: connection.principal,
      literal: params.suppressCommandInterpretation === true,
      expected: {
        ...(params.expectedLeafEntryId === undefined ? {} : { leafEntryId: params.expectedLeafEntryId }),
        ...(params.expectedPermissionMode === undefined ? {} : { permissionMode: params.expectedPermissionMode }),
      },
      ...runOptions(params),
    });
    return { runId, status, messageSeq: seq };
  },

  'chat.history': (params, { services }) => readHistory(params, services),
  'chat.startup': (params, { services }) => readStartup(params, services),

  async 'chat.abort'(params, { services }) {
    const runIds = await services.engine.runs.abort(
      services.engine.sessions.resolveKey(params.sessionKey, params.agentId),
      params.runId,
    );
    return { ok: true, aborted: runIds.length > 0, runIds: [...runIds] };
  },

  async 'chat.metadata'(_params, { services }) {
    return { models: [...(await modelChoices(services, false))], commands: [...commandEntries({ services })] };
  },

  'commands.list': ({ scope, includeArgs }, call) => ({
    commands:
      scope === 'native'
        ? []
        : commandEntries(call).map(({ args, ...entry }) =>
            args === undefined || includeArgs === false ? entry : { ...entry, args },
          ),
  }),

  async agent(params, { services, connection, early }) {
    const { agentId, sessionKey } = await agentTarget(params, services);
    const { timeout = DEFAULT_AGENT_TIMEOUT_S } = params;
    const { runId } = await services.engine.runs.send({
      sessionKey,
      text: params.message,
      images: readImages(params.attachments),
      runId: params.idempotencyKey,
      queueMode: 'followup',
      by: connection.principal,
      ...runOptions({
        thinking: params.thinking,
        timeoutMs: timeout * 1000,
        instructions: params.extraSystemPrompt,
        model: await requireModel(params, services),
      }),
    });
    early({ runId, sessionKey, agentId, status: 'accepted', acceptedAt: services.clock.now() });
    const startedAt = services.clock.now();
    const wait = timeout === 0 ? LONGEST_WAIT_MS : timeout * 1000 + TIME_LIMIT_GRACE_MS;
    const outcome = await services.engine.runs.wait(runId, Math.min(wait, LONGEST_WAIT_MS));
    return agentOutcome(runId, outcome, services.clock.now() - startedAt);
  },

  async 'agent.wait'({ runId, timeoutMs = DEFAULT_WAIT_MS }, { services }) {
    const outcome = await services.engine.runs.wait(runId, Math.min(timeoutMs, LONGEST_WAIT_MS));
    if (outcome === undefined) return { runId, status: 'timeout' };
    return {
      runId,
      status: outcome.status === 'done' ? 'ok' : 'error',
      endedAt: outcome.endedAt,
      stopReason: outcome.status === 'done' ? 'stop' : outcome.status,
    };
  },

  async 'chat.resend'(params, { services, connection }) {
    const sessionKey = services.engine.sessions.resolveWritableKey(params.sessionKey);
    const { runId, status, seq } = await services.engine.runs.resend({
      sessionKey,
      messageId: params.messageId,
      text: params.message,
      runId: params.idempotencyKey,
      by: connection.principal,
    });
    return { runId, status, messageSeq: seq };
  },

  async 'chat.queue.edit'({ sessionKey, messageId, message, queueMode }, { services }) {
    const change = {
      ...(message === undefined ? {} : { text: message }),
      ...(queueMode === undefined ? {} : { queueMode }),
    };
    await services.engine.queue.edit(services.engine.sessions.resolveKey(sessionKey), messageId, change);
    return { ok: true };
  },

  async 'chat.queue.move'({ sessionKey, messageId, beforeId }, { services }) {
    await services.engine.queue.move(services.engine.sessions.resolveKey(sessionKey), messageId, beforeId);
    return { ok: true };
  },

  async 'chat.queue.cancel'({ sessionKey, messageId }, { services }) {
    await services.engine.queue.cancel(services.engine.sessions.resolveKey(sessionKey), messageId);
    return { ok: true };
  },
};

type AgentParams = MethodParams<'agent'>;

/** The agent and the session that the message is for. @throws {GatewayError} */
async function agentTarget(
  params: Pick<AgentParams, 'agentId' | 'sessionKey' | 'sessionId' | 'expectedExistingSessionId'>,
  services: GatewayServices,
): Promise<{ readonly agentId: string; readonly sessionKey: string }> {
  const { sessionId, expectedExistingSessionId } = params;
  const asked =
    params.sessionKey ?? (sessionId === undefined ? undefined : await findConversationKey(sessionId, services));
  const fromKey = asked === undefined ? undefined : parseSessionKey(asked)?.agentId;
  const agentId = services.engine.agents.require(params.agentId ?? fromKey).agentId;
  const sessionKey = services.engine.sessions.resolveWritableKey(asked ?? formatSessionKey(agentId, MAIN_KEY), agentId);
  if (expectedExistingSessionId !== undefined)
    requireSameConversation(await services.engine.sessions.require(sessionKey), expectedExistingSessionId);
  if (sessionId !== undefined) requireSameConversation(await services.engine.sessions.require(sessionKey), sessionId);
  return { agentId, sessionKey };
}

async function findConversationKey(sessionId: string, { engine }: GatewayServices): Promise<string> {
  const [found] = await engine.queries.find({ by: 'sessionId', text: sessionId });
  if (found !== undefined) return found.key;
  throw invalidRequest(`No session found: ${sessionId.slice(0, 200)}`, 'SESSION_NOT_FOUND');
}

async function requireModel(
  { model, provider }: Pick<AgentParams, 'model' | 'provider'>,
  services: GatewayServices,
): Promise<string | undefined> {
  if (!model) return undefined;
  return services.engine.providers.requireModel(provider ? `${provider}/${model}` : model);
}

function agentOutcome(
  runId: string,
  outcome: RunOutcome | undefined,
  durationMs: number,
): Readonly<Record<string, unknown>> {
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

type CommandCategory = 'session' | 'options' | 'status' | 'management' | 'media' | 'tools';
/** Our categories by the protocol's names. */
const CATEGORIES: Readonly<Record<string, CommandCategory>> = {
  session: 'session',
  model: 'options',
  info: 'status',
  approvals: 'management',
};

interface CommandEntry {
  readonly name: string;
  readonly description: string;
  readonly source: 'native';
  readonly scope: 'text';
  readonly acceptsArgs: boolean;
  readonly textAliases: string[];
  readonly category: CommandCategory;
  readonly args?: {
    readonly name: string;
    readonly description: string;
    readonly type: 'string';
    readonly required: boolean;
  }[];
}

function commandEntries({ services }: Pick<Call, 'services'>): readonly CommandEntry[] {
  return services.engine.commands.list().map(({ name, aliases, description, acceptsArgs, category, args }) => ({
    name,
    description,
    source: 'native',
    scope: 'text',
    acceptsArgs,
    textAliases: [name, ...aliases].map((alias) => `/${alias}`),
    category: CATEGORIES[category] ?? 'session',
    ...(args === undefined ? {} : { args: args.map((argument) => ({ ...argument, type: 'string' })) }),
  }));
}
