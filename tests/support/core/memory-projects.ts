// Projects in memory, for tests.
import type { PortRange, ProjectSetup } from '#contract/types/projects.ts';
import type { AuditDraft } from '#core/ports/audit.ts';
import type { ProjectRecord, ProjectStore } from '#core/ports/project-store.ts';
import { findFreePorts, overlaps } from '#core/projects/find-free-ports.ts';

/** The projects of the in-memory store. `note` writes the audit log, `writing` may fail. */
export function projectStore(note: (entry: AuditDraft) => void, writing: () => void): ProjectStore {
  const projects = new Map<string, ProjectRecord>();
  const setups = new Map<string, ProjectSetup>();
  const ports = new Map<string, PortRange & { readonly projectId: string }>();
  const isTaken = ({ id, folder, deletedAt }: ProjectRecord): boolean =>
    deletedAt === undefined &&
    [...projects.values()].some((one) => one.id !== id && one.folder === folder && one.deletedAt === undefined);
  return {
    list: async () => [...projects.values()],
    async add(project, entry) {
      writing();
      if (projects.has(project.id) || isTaken(project)) return false;
      projects.set(project.id, structuredClone(project));
      note(entry);
      return true;
    },
    async save(project, entry) {
      writing();
      if (!projects.has(project.id) || isTaken(project)) return false;
      projects.set(project.id, structuredClone(project));
      if (entry !== undefined) note(entry);
      return true;
    },
    async purge(before) {
      const gone = [...projects.values()].filter(({ deletedAt }) => deletedAt !== undefined && deletedAt < before);
      for (const { id } of gone) {
        projects.delete(id);
        for (const [folder, { projectId }] of setups) if (projectId === id) setups.delete(folder);
        for (const [folder, { projectId }] of ports) if (projectId === id) ports.delete(folder);
      }
      return gone;
    },
    setups: async (id) =>
      [...setups.values()]
        .filter(({ projectId }) => projectId === id)
        .toSorted((a, b) => (a.folder < b.folder ? -1 : 1)),
    setup: async (folder) => setups.get(folder),
    async saveSetup(setup) {
      writing();
      setups.set(setup.folder, setup);
    },
    async findPorts(folder) {
      const known = ports.get(folder);
      return known === undefined ? undefined : { first: known.first, last: known.last };
    },
    async releasePorts(folder) {
      ports.delete(folder);
    },
    async assignPorts({ folder, projectId, count, from, busy = [] }) {
      writing();
      const known = ports.get(folder);
      const isUsable = known !== undefined && !busy.some((range) => overlaps(range, known));
      if (isUsable && known.last - known.first + 1 >= count) return { first: known.first, last: known.last };
      ports.delete(folder);
      const range = findFreePorts([...ports.values(), ...busy], count, from);
      if (range !== undefined) ports.set(folder, { ...range, projectId });
      return range;
    },
    async forgetFolder(folder) {
      ports.delete(folder);
      setups.delete(folder);
    },
  };
}
