// Agents as models: `openclaw`, `openclaw/default`, `openclaw/<agentId>`, and the same under our own name.
import type { Settings } from '#core/ports/settings.ts';
import { badRequest } from './openai-error.ts';

const FAMILIES = ['openclaw', 'gatehouse'] as const;

/** Agents in the format of OpenAI's models. */
export function agentModels({ agents }: Settings) {
  return FAMILIES.flatMap((family) => {
    const names = [family, `${family}/default`, ...agents.map(({ agentId }) => `${family}/${agentId}`)];
    return names.map((id) => ({ id, object: 'model', created: 0, owned_by: family, permission: [] }));
  });
}

/** The agent that a request's `model` names; `preferred` if it names none. @throws {OpenAiError} */
export function requireModelAgent(model: unknown, settings: Settings, preferred?: string): string {
  const [family, agentId = 'default'] = typeof model === 'string' ? model.split(/\/(.*)/s) : [];
  const requested = agentId === 'default' ? (preferred ?? settings.defaultAgentId) : agentId;
  const isKnown = settings.agents.some((agent) => agent.agentId === requested);
  if (isKnown && FAMILIES.some((candidate) => candidate === family)) return requested;
  throw badRequest('Invalid `model`. Use `openclaw` or `openclaw/<agentId>`.', 'model');
}
