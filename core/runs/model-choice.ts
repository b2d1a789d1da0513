// Which models a run uses, in order: the session's choice, else the agent's, then the agent's fallbacks.
import { invalidRequest } from '#contract/wire/errors.ts';
import type { AgentSettings } from '#contract/types/agents.ts';
import type { Settings } from '../ports/settings.ts';
import type { SessionRecord } from '../ports/sessions-store.ts';

/** A model with its provider. */
export interface ModelChoice {
  readonly provider: string;
  readonly model: string;
}

/** Parses `provider/model`; undefined when it has a different form. */
export function parseModel(name: string): ModelChoice | undefined {
  const slash = name.indexOf('/');
  if (slash <= 0 || slash === name.length - 1) return undefined;
  return { provider: name.slice(0, slash), model: name.slice(slash + 1) };
}

/** The settings of an agent. @throws {GatewayError} when there is no agent with this id. */
export function requireAgent(settings: Settings, agentId: string): AgentSettings {
  const agent = settings.agents.find((candidate) => candidate.agentId === agentId);
  if (agent !== undefined) return agent;
  const hint = 'Choose an existing agent, or create one in Settings.';
  throw invalidRequest(`Unknown agent: ${agentId}.`, 'UNKNOWN_AGENT_ID', hint);
}

/** `provider/model` of an agent, or the default model; undefined when none was chosen. */
export function agentModel(settings: Settings, agentId: string): string | undefined {
  const own = settings.agents.find((agent) => agent.agentId === agentId)?.model;
  return own === undefined || own === '' ? settings.defaultModel : own;
}

/** The models to try, in order; `wanted` is the model that the message asks for. @throws {GatewayError} when none is configured. */
export function modelChain(
  settings: Settings,
  agent: AgentSettings,
  record: Pick<SessionRecord, 'model'> | undefined,
  wanted?: string,
): readonly [ModelChoice, ...ModelChoice[]] {
  const first = wanted ?? record?.model ?? (agent.model === '' ? settings.defaultModel : agent.model) ?? '';
  const names = [...new Set([first, ...agent.fallbacks])];
  const [head, ...rest] = names.flatMap((name) => parseModel(name) ?? []);
  if (head !== undefined) return [head, ...rest];
  const hint =
    'Choose a model in Settings → Providers, or set an API key such as ANTHROPIC_API_KEY before you start Gatehouse.';
  throw invalidRequest('No model is configured.', 'MODEL_NOT_SET', hint);
}
