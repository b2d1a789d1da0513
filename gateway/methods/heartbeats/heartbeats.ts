// Heartbeats, wake-ups and system events.
import type { HEARTBEAT_METHODS } from '#contract/methods/heartbeats.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import { MAIN_KEY, formatSessionKey, parseSessionKey } from '#contract/types/ids.ts';
import type { HandlersFor } from '../../server/dispatch/handler.ts';
import type { GatewayServices } from '../../server/services.ts';
import { auditLine } from '../audit/audit-line.ts';
import { requireAgent, writableKeyOf } from '../sessions/session-access.ts';

const MAX_TEXT = 100_000;

export const HEARTBEAT_HANDLERS: HandlersFor<typeof HEARTBEAT_METHODS> = {
  async wake({ text, mode, sessionKey, agentId }, { services, connection }) {
    const target = wakeTarget(services, agentId, sessionKey);
    await services.schedules.wake({ ...target, text: requireText(text), mode }, connection.principal);
    return { ok: true };
  },

  async 'system-event'({ text, sessionKey, agentId, ...device }, { services, gateway, connection }) {
    if (Object.keys(device).length > 0) {
      gateway.reportPresence(connection, { ...device, text });
      return { ok: true };
    }
    const target = wakeTarget(services, agentId, sessionKey);
    const event = { ...target, text: requireText(text), mode: 'next-heartbeat' } as const;
    await services.schedules.wake(event, connection.principal);
    return { ok: true };
  },

  'last-heartbeat': (_params, { services }) => services.schedules.lastHeartbeat() ?? null,

  async 'set-heartbeats'({ agentId, ...heartbeat }, call) {
    const { services } = call;
    if (agentId === undefined) await services.config.merge({ agents: { defaults: { heartbeat } } });
    else await services.config.merge({ agents: { entries: { [requireAgent(agentId, services)]: { heartbeat } } } });
    await auditLine(call, 'heartbeats.set', agentId ?? 'all', heartbeat);
    const agents = services.schedules
      .heartbeats()
      .map(({ prompt: _prompt, everyMs, ...row }) => ({ ...row, everyMs: everyMs ?? null }));
    return { ok: true, enabled: agents.some(({ enabled }) => enabled), agents };
  },
};

/** Whom a text is for: the session that was named, else the agent's main one. @throws {GatewayError} */
export function wakeTarget(services: GatewayServices, agentId: string | undefined, sessionKey: string | undefined) {
  const agent = requireAgent(agentId ?? services.config.settings().defaultAgentId, services);
  if (sessionKey === undefined) return { agentId: agent, sessionKey: formatSessionKey(agent, MAIN_KEY) };
  const key = writableKeyOf(sessionKey, services, agent);
  return { agentId: parseSessionKey(key)?.agentId ?? agent, sessionKey: key };
}

function requireText(text: string): string {
  const trimmed = text.trim();
  if (trimmed !== '' && trimmed.length <= MAX_TEXT) return trimmed;
  throw invalidRequest(`the text must be 1 to ${MAX_TEXT} characters long`, 'WAKE_TEXT');
}
