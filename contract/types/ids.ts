// Session keys and agent IDs. Both are validated against a pattern and never used as paths.

/** The agent of a new installation. */
export const DEFAULT_AGENT_ID = 'main';
/** The last part of an agent's main session key. */
export const MAIN_KEY = 'main';

const AGENT_ID = /^[a-z0-9][a-z0-9_-]{0,63}$/;
const KEY_REST = /^[\p{L}\p{N}][\p{L}\p{N}._:@+#/-]{0,400}$/u;

/** The parts of a canonical session key `agent:<agentId>:<rest>`. */
export interface SessionKeyParts {
  readonly agentId: string;
  readonly rest: string;
}

/** Whether `id` is a valid agent ID: lower-case letters, digits, `_`, `-`; at most 64 characters. */
export function isAgentId(id: string): boolean {
  return AGENT_ID.test(id);
}

/** Parses a canonical key. Returns `undefined` if it isn't one. */
export function parseSessionKey(key: string): SessionKeyParts | undefined {
  const [prefix, agentId, ...rest] = key.split(':');
  const tail = rest.join(':');
  if (prefix !== 'agent' || agentId === undefined || !isAgentId(agentId) || !KEY_REST.test(tail)) return undefined;
  return { agentId, rest: tail };
}

/** Formats a canonical key. */
export function formatSessionKey(agentId: string, rest: string): string {
  return `agent:${agentId}:${rest}`;
}

/** Resolves a client's input (`main`, a name, or a full key) to a canonical key. Returns `undefined` if it isn't valid. */
export function canonicalSessionKey(asked: string, agentId: string = DEFAULT_AGENT_ID): string | undefined {
  const trimmed = asked.trim();
  if (trimmed.startsWith('agent:')) return parseSessionKey(trimmed) === undefined ? undefined : trimmed;
  return KEY_REST.test(trimmed) ? formatSessionKey(agentId, trimmed) : undefined;
}
