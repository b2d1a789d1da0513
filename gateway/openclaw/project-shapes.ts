// Projects on the wire. Folders and URLs are included only for callers with write access.
import type { Project } from '#contract/types/projects.ts';
import { defined } from '#contract/types/defined.ts';
import type { MethodResult } from '#contract/methods/registry.ts';
import type { ProjectRecord } from '#core/ports/project-store.ts';
import type { Call } from '../server/dispatch/handler.ts';

const MAX_RECENT = 8;
const MAX_OBSERVED = 50;
/** The name of this computer as a place of checkouts. */
const RUNNER = 'gateway';

/** A project with everything that the caller may see. */
export async function toProject(
  record: ProjectRecord,
  { services, connection }: Pick<Call, 'services' | 'connection'>,
) {
  const { ownerId: _, trash: __, folder, originUrl, ...project } = record;
  const isThere = record.deletedAt !== undefined || (await services.folders.identify(folder)) !== undefined;
  const shown: Project = { ...project, ...(isThere ? {} : { isMissing: true }) };
  return connection.holds('operator.write') ? { ...shown, folder, ...defined({ originUrl }) } : withoutValues(shown);
}

/** Variables and the setup script may hold anything. */
function withoutValues({ defaults, ...project }: Project): Project {
  const { variables: _, setup: __, ...shown } = defaults;
  return { ...project, defaults: shown };
}

/** A project for clients of OpenClaw. */
export function toPublished(
  { id, name, folder, originUrl, source, defaults }: ProjectRecord,
  canWrite: boolean,
): MethodResult<'projects.register'> {
  return {
    id,
    displayName: name,
    source: source === 'cloned' ? 'cloned' : 'registered',
    ...(canWrite ? { repoRoot: folder, ...defined({ originUrl }) } : {}),
    ...defined({ agentId: defaults.agentId }),
  };
}

/** The result of `projects.list`. */
export function toPublishedList(
  projects: readonly ProjectRecord[],
  { canWrite, includeObserved }: { readonly canWrite: boolean; readonly includeObserved: boolean },
): MethodResult<'projects.list'> {
  const recent = projects
    .filter(({ lastUsedAt }) => lastUsedAt !== undefined)
    .toSorted((a, b) => (b.lastUsedAt ?? 0) - (a.lastUsedAt ?? 0))
    .slice(0, MAX_RECENT);
  return {
    projects: projects.map((project) => toPublished(project, canWrite)),
    recents: recent.map(({ id, name }) => ({ kind: 'project', projectId: id, displayName: name })),
    ...(includeObserved && canWrite ? { observedProjects: toObserved(projects) } : {}),
  };
}

/** Checkouts grouped by their repository. */
function toObserved(projects: readonly ProjectRecord[]) {
  const groups = Map.groupBy(projects, ({ originUrl, folder }) => originUrl ?? folder);
  return [...groups.values()].slice(0, MAX_OBSERVED).flatMap((members) => {
    const [first] = members;
    if (first === undefined) return [];
    return {
      name: first.name,
      ...defined({ originUrl: first.originUrl }),
      checkouts: members.map(({ folder }) => ({ runnerId: RUNNER, path: folder })),
      lastUsedAt: Math.max(...members.map(({ lastUsedAt, createdAt }) => lastUsedAt ?? createdAt)),
    };
  });
}
