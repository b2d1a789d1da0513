// Heartbeats, wake-ups and system events.
import { defined } from '#contract/types/defined.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { MethodParams } from '#contract/methods/registry.ts';
import { defineHandlers, type Call } from '../../server/dispatch/handler.ts';
import { listHeartbeats } from '../../openclaw/schedules/job-shape.ts';

const MAX_TEXT = 100_000;
/** Prefix of the device reports that OpenClaw's apps send periodically. They aren't meant for an agent. */
const BEACON_START = 'Node:';

export const HEARTBEAT_HANDLERS = defineHandlers({
  async wake({ mode, ...event }, call) {
    await wakeAgent(event, mode, call);
    return { ok: true };
  },

  async 'system-event'({ text, sessionKey, agentId, wake, ...device }, call) {
    const isBeacon = text.startsWith(BEACON_START);
    if (isBeacon && wake === true)
      throw invalidRequest("A device report can't wake an agent.", 'WAKE_BEACON', 'Omit `wake`.');
    if (!isBeacon)
      await wakeAgent({ text, ...defined({ sessionKey, agentId }) }, wake === true ? 'now' : 'next-heartbeat', call);
    call.gateway.reportPresence(call.connection, { ...device, text });
    return { ok: true };
  },

  'last-heartbeat': (_params, { services }) => services.schedules.lastHeartbeat() ?? null,

  async 'set-heartbeats'({ agentId, ...heartbeat }, { services, engine, audit }) {
    const agents =
      agentId === undefined
        ? { defaults: { heartbeat } }
        : { entries: { [engine.agents.require(agentId).agentId]: { heartbeat } } };
    await services.config.merge({ agents });
    await audit('heartbeats.set', agentId ?? 'all', heartbeat);
    const rows = listHeartbeats(services.schedules);
    return { ok: true, enabled: rows.some(({ enabled }) => enabled), agents: rows };
  },
});

async function wakeAgent(
  { text, sessionKey, agentId }: Omit<MethodParams<'wake'>, 'mode'>,
  mode: MethodParams<'wake'>['mode'],
  { services, engine, by }: Call,
): Promise<void> {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > MAX_TEXT)
    throw invalidRequest(`The text must be 1 to ${MAX_TEXT} characters long.`, 'WAKE_TEXT');
  const target = engine.sessions.resolveTarget(agentId, sessionKey);
  await services.schedules.wake({ ...target, text: trimmed, mode }, by);
}
