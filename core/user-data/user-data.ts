// Exports everything that is stored, or deletes it permanently.
import type { UserExport, UserPurge } from '#contract/types/user-data.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { DispatchesFacet } from '../dispatches/dispatches.ts';
import type { SessionsFacet } from '../engine/sessions-facet.ts';
import type { Principal } from '../principal.ts';
import { writeExport, type ExportOptions } from './write-export.ts';

/** The user's data. `by` is the actor in the audit log. */
export interface UserDataFacet {
  /** Writes an export, with a warning for whatever can't be read. */
  export(by: Principal, options: ExportOptions): Promise<UserExport>;
  /** Stops all runs and permanently removes conversations, exports, backups, and agents' memories. */
  purge(by: Principal): Promise<UserPurge>;
}

type Ports = Pick<EnginePorts, 'store' | 'config' | 'userFiles' | 'clock'>;

/** The export and purge of the engine. */
export function userData(
  ports: Ports,
  sessions: Pick<SessionsFacet, 'purgeAll'>,
  dispatches: Pick<DispatchesFacet, 'reload'>,
): UserDataFacet {
  return {
    async export(by, options) {
      const result = await writeExport(ports, options);
      const details = { sessions: result.sessions, exported: result.exported, warnings: result.warnings.length };
      await ports.store.audit.append({ by, action: 'user.exported', subject: 'owner', details });
      return result;
    },
    async purge(by) {
      const startedAt = ports.clock.now();
      const { total, removed: rows } = await sessions.purgeAll(by);
      await dispatches.reload();
      const removed = { ...rows, blobs: await ports.store.blobs.removeUnused(startedAt) };
      const { removed: files, warnings } = await ports.userFiles.removeCopies(workspaces(ports));
      return { ok: true, total, deleted: rows['sessions'] ?? 0, removed, files, warnings };
    },
  };
}

function workspaces({ config }: Ports) {
  return config.settings().agents.map(({ agentId, workspace }) => ({ agentId, folder: workspace }));
}
