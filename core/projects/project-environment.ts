// The environment of commands and terminals in a project's sessions: its variables, the ports of the folder, and secrets.
import type { ProjectRecord } from '../ports/project-store.ts';
import { assignPortRange, toPortVariables } from './assign-ports.ts';
import { readSecrets } from './stored-secrets.ts';
import type { ProjectPorts } from './projects.ts';

type Environment = Readonly<Record<string, string>>;

/** The variables of a project in a folder. */
export async function readEnvironment(
  ports: Pick<ProjectPorts, 'store' | 'isPortFree'>,
  project: ProjectRecord,
  folder: string,
): Promise<Environment> {
  const range = await assignPortRange(ports, project, folder);
  return {
    ...(range === undefined ? {} : toPortVariables(range)),
    ...project.defaults.variables,
    ...(await readSecrets(ports, project)),
  };
}
