// Heartbeats, wake-ups and system events.
import type { HEARTBEAT_METHODS } from '#contract/methods/heartbeats.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { HandlersFor } from '../../server/dispatch/handler.ts';
import { auditLine } from '../../server/dispatch/audit-line.ts';

const MAX_TEXT = 100_000;

export const HEARTBEAT_HANDLERS: HandlersFor<typeof HEARTBEAT_METHODS> = {
  async wake({ text, mode, sessionKey, agentId }, { services, connection }) {
    const target = services.engine.sessions.resolveTarget(agentId, sessionKey);
    await services.schedules.wake({ ...target, text: requireText(text), mode }, connection.principal);
    return { ok: true };
  },

  async 'system-event'({ text, sessionKey, agentId, ...device }, { services, gateway, connection }) {
    if (Object.keys(device).length > 0) {
      gateway.reportPresence(connection, { ...device, text });
      return { ok: true };
    }
    const target = services.engine.sessions.resolveTarget(agentId, sessionKey);
    const event = { ...target, text: requireText(text), mode: 'next-heartbeat' } as const;
    await services.schedules.wake(event, connection.principal);
    return { ok: true };
  },

  'last-heartbeat': (_params, { services }) => services.schedules.lastHeartbeat() ?? null,

  async 'set-heartbeats'({ agentId, ...heartbeat }, call) {
    const { services } = call;
    if (agentId === undefined) await services.config.merge({ agents: { defaults: { heartbeat } } });
    else
      await services.config.merge({
        agents: { entries: { [services.engine.agents.require(agentId).agentId]: { heartbeat } } },
      });
    await auditLine(call, 'heartbeats.set', agentId ?? 'all', heartbeat);
    const agents = services.schedules
      .heartbeats()
      .map(({ prompt: _prompt, everyMs, ...row }) => ({ ...row, everyMs: everyMs ?? null }));
    return { ok: true, enabled: agents.some(({ enabled }) => enabled), agents };
  },
};

function requireText(text: string): string {
  const trimmed = text.trim();
  if (trimmed !== '' && trimmed.length <= MAX_TEXT) return trimmed;
  throw invalidRequest(`the text must be 1 to ${MAX_TEXT} characters long`, 'WAKE_TEXT');
}
