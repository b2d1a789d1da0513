// Projects with the setups and ports of their folders.
import type { PortRange, ProjectSetup } from '#contract/types/projects.ts';
import type { ProjectRecord, ProjectStore } from '#core/ports/project-store.ts';
import { findFreePorts, overlaps } from '#core/projects/find-free-ports.ts';
import { GATEWAY } from '#core/principal.ts';
import type { Connection } from './connection.ts';
import { writeWithAudit, type AuditedParts } from './write-with-audit.ts';

const UPDATE = 'UPDATE OR IGNORE projects SET folder = @folder, deleted_at = @deletedAt, json = @json WHERE id = @id';
const GONE = 'SELECT json FROM projects WHERE deleted_at < ?';
/** What is removed with a project. */
const REMOVALS = ['projects WHERE id = ?', 'project_setups WHERE project_id = ?', 'project_ports WHERE project_id = ?'];

/** Opens the tables. */
export function openProjects(parts: AuditedParts): ProjectStore {
  const { connection } = parts;
  const { database } = connection;
  const all = connection.records<[], ProjectRecord>('SELECT json FROM projects ORDER BY rowid');
  const insert = connection.insert('projects', 'ON CONFLICT DO NOTHING');
  const update = database.prepare(UPDATE);
  const gone = connection.records<[number], ProjectRecord>(GONE);
  const remove = REMOVALS.map((rows) => database.prepare(`DELETE FROM ${rows}`));
  const forget = ['project_ports', 'project_setups'].map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE folder = ?`),
  );
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
    forgetFolder: async (folder) =>
      connection.write(() => {
        for (const statement of forget) statement.run(folder);
      }),
    ...openSetups(connection),
    ...openPorts(connection),
  };
}

function openSetups(connection: Connection): Pick<ProjectStore, 'setups' | 'setup' | 'saveSetup'> {
  const list = connection.records<[string], ProjectSetup>(
    'SELECT json FROM project_setups WHERE project_id = ? ORDER BY folder',
  );
  const one = connection.record<[string], ProjectSetup>('SELECT json FROM project_setups WHERE folder = ?');
  const put = connection.insert(
    'project_setups',
    'ON CONFLICT (folder) DO UPDATE SET project_id = @projectId, json = @json',
  );
  const findOwner = openOwners(connection);
  return {
    setups: async (projectId) => list(projectId),
    setup: async (folder) => one(folder),
    saveSetup: async (record) =>
      connection.write(() => {
        const { folder, projectId } = record;
        put({ folder, projectId, json: JSON.stringify(record), ownerId: findOwner(projectId) });
      }),
  };
}

function openPorts(connection: Connection): Pick<ProjectStore, 'assignPorts' | 'findPorts' | 'releasePorts'> {
  const columns = 'SELECT first_port AS first, last_port AS last FROM project_ports';
  const one = connection.first<[string], PortRange>(`${columns} WHERE folder = ?`);
  const used = connection.all<[], PortRange>(`${columns} ORDER BY first_port`);
  const put = connection.insert('project_ports');
  const drop = connection.database.prepare('DELETE FROM project_ports WHERE folder = ?');
  const findOwner = openOwners(connection);
  return {
    findPorts: async (folder) => one(folder),
    releasePorts: async (folder) => connection.write(() => void drop.run(folder)),
    assignPorts: async ({ folder, projectId, count, from, busy = [] }) =>
      connection.write(() => {
        const known = one(folder);
        const isUsable = known !== undefined && !busy.some((range) => overlaps(range, known));
        if (isUsable && known.last - known.first + 1 >= count) return known;
        drop.run(folder);
        const range = findFreePorts([...used(), ...busy], count, from);
        if (range === undefined) return undefined;
        const { first: firstPort, last: lastPort } = range;
        put({ folder, projectId, firstPort, lastPort, ownerId: findOwner(projectId) });
        return range;
      }),
  };
}

/** Rows of a project belong to its owner. */
function openOwners(connection: Connection): (projectId: string) => string {
  const owner = connection.cell<[string], string>('SELECT owner_id FROM projects WHERE id = ?');
  return (projectId) => owner(projectId) ?? GATEWAY.userId;
}

function toCells(project: ProjectRecord) {
  const { id, folder, deletedAt = null, ownerId } = project;
  return { id, folder, deletedAt, json: JSON.stringify(project), ownerId };
}
