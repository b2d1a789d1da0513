// Resolves client input: canonical session keys, existing agents, models of agents.
import { GatewayError, invalidRequest } from '#contract/wire/errors.ts';
import { canonicalSessionKey, parseSessionKey } from '#contract/types/ids.ts';
import type { SessionRow } from '#contract/types/sessions.ts';
import type { SessionRecord } from '#core/ports/sessions-store.ts';
import type { GatewayServices } from '../../server/services.ts';
import { sessionRow, splitModel } from '../../openclaw/session-row.ts';

/** Context of a model of which nothing is known, tokens. */
const UNKNOWN_CONTEXT = 200_000;

/** The canonical key of what a client wrote. @throws {GatewayError} when it cannot be a key. */
export function keyOf(asked: string, services: GatewayServices, agentId?: string): string {
  const key = canonicalSessionKey(asked, agentId ?? services.config.settings().defaultAgentId);
  if (key === undefined)
    throw invalidRequest(
      `not a session key: ${asked.slice(0, 100)}`,
      'INVALID_SESSION_KEY',
      'Use "main", a name, or agent:<agent>:<name>.',
    );
  return key;
}

/** The same for a method that changes the session: its agent must exist. @throws {GatewayError} */
export function writableKeyOf(asked: string, services: GatewayServices, agentId?: string): string {
  const key = keyOf(asked, services, agentId);
  requireAgent(parseSessionKey(key)?.agentId ?? '', services);
  return key;
}

/** The id when there is such an agent. @throws {GatewayError} */
export function requireAgent(agentId: string, { config }: GatewayServices): string {
  if (config.settings().agents.some((agent) => agent.agentId === agentId)) return agentId;
  throw invalidRequest(
    `unknown agent: ${agentId}`,
    'UNKNOWN_AGENT_ID',
    'Choose one of agents.list, or create it in Settings.',
  );
}

/** The session when it exists. @throws {GatewayError} */
export async function requireSession(
  asked: string,
  services: GatewayServices,
  agentId?: string,
): Promise<SessionRecord> {
  const key = keyOf(asked, services, agentId);
  const record = await services.engine.sessions.get(key);
  if (record === undefined || record.deletedAt !== undefined)
    throw invalidRequest(`No session found: ${key}`, 'SESSION_NOT_FOUND', 'It was deleted, or it has no messages yet.');
  return record;
}

/** Refuses when the client acts on a conversation that was reset meanwhile. @throws {GatewayError} */
export function requireSameConversation(record: SessionRecord, expectedSessionId: string | undefined): void {
  if (expectedSessionId === undefined || expectedSessionId === record.sessionId) return;
  throw sessionChanged();
}

/** The error for a session that has changed since the client read it. */
export function sessionChanged(): GatewayError {
  return new GatewayError('INVALID_REQUEST', 'the session has changed since it was read; reload it and retry', {
    details: { reason: 'session-changed', code: 'SESSION_CHANGED' },
  });
}

/** `provider/model` of an agent; undefined when none was chosen. */
export function agentModel(agentId: string, { config }: GatewayServices): string | undefined {
  const settings = config.settings();
  const own = settings.agents.find((agent) => agent.agentId === agentId)?.model;
  return own === undefined || own === '' ? settings.defaultModel : own;
}

/** Row of a session for lists and events. */
export function rowOf(record: SessionRecord, services: GatewayServices): SessionRow {
  const row = sessionRow(record, agentModel(record.agentId, services));
  return { ...row, contextTokens: contextOf(row.modelProvider, row.model, services) };
}

/** Model and context of an agent, as lists name their defaults. */
export function defaultsOf(
  services: GatewayServices,
  agentId: string = services.config.settings().defaultAgentId,
): { readonly modelProvider: string; readonly model: string; readonly contextTokens: number } {
  const split = splitModel(agentModel(agentId, services));
  return { ...split, contextTokens: contextOf(split.modelProvider, split.model, services) };
}

function contextOf(provider: string | undefined, model: string | undefined, { providers }: GatewayServices): number {
  if (provider === undefined || model === undefined) return UNKNOWN_CONTEXT;
  return providers.describe(provider, model)?.contextWindow ?? UNKNOWN_CONTEXT;
}

/** Checks `provider/model`: the provider must be there, and offer the model as far as it tells. @throws {GatewayError} */
export async function requireModel(model: string, { providers }: GatewayServices): Promise<string> {
  const split = splitModel(model);
  const known = await providers.list(false);
  if (!known.some(({ id }) => id === split.modelProvider))
    throw unknownModel(model, 'Specify provider/model, with a provider from Settings → Providers.');
  if (providers.describe(split.modelProvider, split.model) !== undefined) return model;
  const offered = (await providers.models(false)).filter(({ provider }) => provider === split.modelProvider);
  // A provider without a key, or one that does not answer, tells nothing: the first call will.
  if (offered.length > 0 && !offered.some(({ id }) => id === split.model))
    throw unknownModel(model, 'Choose a model from models.list.');
  return model;
}

function unknownModel(model: string, hint: string): GatewayError {
  return invalidRequest(`unknown model: ${model}`, 'UNKNOWN_MODEL', hint);
}
