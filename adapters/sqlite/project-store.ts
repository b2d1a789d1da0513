// Projects with the setups and ports of their folders.
import type { PortRange, ProjectSetup } from '#contract/types/projects.ts';
import type { ProjectRecord, ProjectStore } from '#core/ports/project-store.ts';
import { findFreePorts } from '#core/projects/find-free-ports.ts';
import { GATEWAY } from '#core/principal.ts';
import { writeWithAudit, type AuditedParts } from './write-with-audit.ts';

const UPDATE = 'UPDATE OR IGNORE projects SET folder = @folder, deleted_at = @deletedAt, json = @json WHERE id = @id';
const GONE = 'SELECT json FROM projects WHERE deleted_at < ?';

/** Opens the tables. */
export function openProjects(parts: AuditedParts): ProjectStore {
  const { connection } = parts;
  const { database } = connection;
  const all = connection.records<[], ProjectRecord>('SELECT json FROM projects ORDER BY rowid');
  const insert = connection.insert('projects', 'ON CONFLICT DO NOTHING');
  const update = database.prepare(UPDATE);
  const gone = connection.records<[number], ProjectRecord>(GONE);
  const setups = connection.records<[string], ProjectSetup>(
    'SELECT json FROM project_setups WHERE project_id = ? ORDER BY folder',
  );
  const setup = connection.record<[string], ProjectSetup>('SELECT json FROM project_setups WHERE folder = ?');
  const putSetup = connection.insert(
    'project_setups',
    'ON CONFLICT (folder) DO UPDATE SET project_id = @projectId, json = @json',
  );
  const owner = connection.cell<[string], string>('SELECT owner_id FROM projects WHERE id = ?');
  const ports = connection.first<[string], PortRange>(
    'SELECT first_port AS first, last_port AS last FROM project_ports WHERE folder = ?',
  );
  const usedPorts = connection.all<[], PortRange>(
    'SELECT first_port AS first, last_port AS last FROM project_ports ORDER BY first_port',
  );
  const putPorts = connection.insert('project_ports');
  const dropPorts = database.prepare('DELETE FROM project_ports WHERE folder = ?');
  const dropSetup = database.prepare('DELETE FROM project_setups WHERE folder = ?');
  const removals = [
    'projects WHERE id = ?',
    'project_setups WHERE project_id = ?',
    'project_ports WHERE project_id = ?',
  ];
  const remove = removals.map((rows) => database.prepare(`DELETE FROM ${rows}`));
  const toOwner = (projectId: string): string => owner(projectId) ?? GATEWAY.userId;
  return {
    list: async () => all(),
    add: async (project, entry) => writeWithAudit(parts, entry, () => insert(toCells(project)).changes),
    async save(project, entry) {
      const { ownerId: _, ...cells } = toCells(project);
      const change = () => update.run(cells).changes;
      return entry === undefined ? connection.write(change) > 0 : writeWithAudit(parts, entry, change);
    },
    purge: async (before) =>
      connection.write(() => {
        const removed = gone(before);
        for (const { id } of removed) for (const statement of remove) statement.run(id);
        return removed;
      }),
    setups: async (projectId) => setups(projectId),
    setup: async (folder) => setup(folder),
    saveSetup: async (record) =>
      connection.write(() => {
        const { folder, projectId } = record;
        putSetup({ folder, projectId, json: JSON.stringify(record), ownerId: toOwner(projectId) });
      }),
    assignPorts: async ({ folder, projectId, count, from }) =>
      connection.write(() => {
        const known = ports(folder);
        if (known !== undefined && known.last - known.first + 1 >= count) return known;
        dropPorts.run(folder);
        const range = findFreePorts(usedPorts(), count, from);
        if (range === undefined) return undefined;
        const { first: firstPort, last: lastPort } = range;
        putPorts({ folder, projectId, firstPort, lastPort, ownerId: toOwner(projectId) });
        return range;
      }),
    forgetFolder: async (folder) =>
      connection.write(() => {
        dropPorts.run(folder);
        dropSetup.run(folder);
      }),
  };
}

function toCells(project: ProjectRecord) {
  const { id, folder, deletedAt = null, ownerId } = project;
  return { id, folder, deletedAt, json: JSON.stringify(project), ownerId };
}
