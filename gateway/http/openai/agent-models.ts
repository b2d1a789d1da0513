// Agents as models: `openclaw`, `openclaw/default`, `openclaw/<agentId>`, and the same under our own name.
import type { Settings } from '#core/ports/settings.ts';
import { badRequest } from './openai-error.ts';

const FAMILIES = ['openclaw', 'gatehouse'] as const;

/** A model as OpenAI's clients list it. */
export interface AgentModel {
  readonly id: string;
  readonly object: 'model';
  readonly created: 0;
  readonly owned_by: string;
  readonly permission: readonly never[];
}

/** Every name under which an agent can be asked. */
export function agentModels(settings: Settings): readonly AgentModel[] {
  return FAMILIES.flatMap((family) => {
    const names = [family, `${family}/default`, ...settings.agents.map(({ agentId }) => `${family}/${agentId}`)];
    return names.map((id): AgentModel => ({ id, object: 'model', created: 0, owned_by: family, permission: [] }));
  });
}

/** The agent that a request's `model` names; `preferred` is used where it names none. @throws {OpenAiError} */
export function requireModelAgent(model: unknown, settings: Settings, preferred?: string): string {
  const name = typeof model === 'string' ? model : '';
  const [family, agentId] = split(name);
  const asked = agentId === undefined || agentId === 'default' ? (preferred ?? settings.defaultAgentId) : agentId;
  const known = settings.agents.some((agent) => agent.agentId === asked);
  if (!FAMILIES.some((candidate) => candidate === family) || !known)
    throw badRequest('Invalid `model`. Use `openclaw` or `openclaw/<agentId>`.', 'model');
  return asked;
}

function split(name: string): readonly [string, string | undefined] {
  const slash = name.indexOf('/');
  return slash === -1 ? [name, undefined] : [name.slice(0, slash), name.slice(slash + 1)];
}
