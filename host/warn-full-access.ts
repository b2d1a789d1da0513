// Full access as the mode of an agent applies to all of its sessions, so it is always logged.
import type { Log } from '#core/ports/log.ts';
import type { Settings } from '#core/ports/settings.ts';

interface WatchedSettings {
  settings(): Pick<Settings, 'agents'>;
  onChange(listener: () => void): () => void;
}

/** Logs which agents have full access, now and whenever that changes. Returns the stop function. */
export function warnFullAccess(config: WatchedSettings, log: Log): () => void {
  let known: readonly string[] = [];
  const check = (): void => {
    const now = config
      .settings()
      .agents.flatMap(({ agentId, approvalMode }) => (approvalMode === 'full' ? [agentId] : []));
    for (const agentId of now)
      if (!known.includes(agentId))
        log.warn("An agent's settings give it full access: it runs commands and changes files without approval.", {
          agentId,
        });
    known = now;
  };
  check();
  return config.onChange(check);
}
