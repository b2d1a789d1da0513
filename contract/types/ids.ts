// Session keys and agent ids: ids with a pattern, never path parts.

/** The agent that exists on a fresh install. */
export const DEFAULT_AGENT_ID = 'main';
/** The rest of an agent's main session key. */
export const MAIN_KEY = 'main';

const AGENT_ID = /^[a-z0-9][a-z0-9_-]{0,63}$/;
const KEY_REST = /^[\p{L}\p{N}][\p{L}\p{N}._:@+#/-]{0,400}$/u;

/** The parts of a canonical session key `agent:<agentId>:<rest>`. */
export interface SessionKeyParts {
  readonly agentId: string;
  readonly rest: string;
}

/** Tells whether `id` may name an agent: lower-case letters, digits, `_`, `-`; at most 64. */
export function isAgentId(id: string): boolean {
  return AGENT_ID.test(id);
}

/** Takes a canonical key apart; `undefined` when it is none. */
export function parseSessionKey(key: string): SessionKeyParts | undefined {
  const [prefix, agentId, ...rest] = key.split(':');
  const tail = rest.join(':');
  if (prefix !== 'agent' || agentId === undefined || !isAgentId(agentId) || !KEY_REST.test(tail)) return undefined;
  return { agentId, rest: tail };
}

/** Writes a canonical key. */
export function formatSessionKey(agentId: string, rest: string): string {
  return `agent:${agentId}:${rest}`;
}

/** Resolves what a client wrote (`main`, a bare name, a full key) to a canonical key; `undefined` when it cannot be a key. */
export function canonicalSessionKey(asked: string, agentId: string = DEFAULT_AGENT_ID): string | undefined {
  const trimmed = asked.trim();
  if (trimmed.startsWith('agent:')) return parseSessionKey(trimmed) === undefined ? undefined : trimmed;
  return KEY_REST.test(trimmed) ? formatSessionKey(agentId, trimmed) : undefined;
}
