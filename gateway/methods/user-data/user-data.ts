// Exports or permanently deletes all user data.
import type { USER_DATA_METHODS } from '#contract/methods/user-data.ts';
import type { HandlersFor } from '../../server/dispatch/handler.ts';
import { exportUser } from './user-export.ts';

export const USER_DATA_HANDLERS: HandlersFor<typeof USER_DATA_METHODS> = {
  async 'sessions.export_user'(_params, { services, connection }) {
    const result = await exportUser(services);
    const { sessions, exported } = result;
    const details = { sessions, exported, warnings: result.warnings.length };
    await services.store.audit.append({ actor: connection.actor, action: 'user.exported', subject: 'owner', details });
    return result;
  },

  async 'sessions.purge_user'(_params, { services, connection }) {
    const { engine, userFiles, config } = services;
    const { total, removed } = await engine.sessions.purgeAll(connection.actor);
    const workspaces = config.settings().agents.map(({ agentId, workspace }) => ({ agentId, folder: workspace }));
    const { removed: files, warnings } = await userFiles.removeCopies(workspaces);
    return { ok: true, total, deleted: removed['sessions'] ?? 0, removed, files, warnings };
  },
};
