// The environment of commands and terminals in a project's sessions: its variables, the ports of the folder, and secrets.
import type { Machine } from '../ports/machine.ts';
import type { ProjectRecord } from '../ports/project-store.ts';
import { assignPortRange, toPortVariables } from './assign-ports.ts';
import { readSecrets } from './project-secrets.ts';
import type { ProjectPorts } from './projects.ts';

type Environment = Readonly<Record<string, string>>;

/** The variables of a project in a folder. */
export async function readEnvironment(
  ports: Pick<ProjectPorts, 'store'>,
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

/** A machine whose command lines and terminals have these variables. Programs that Gatehouse itself starts don't get them. */
export function withEnvironment(machine: Machine, environment: Environment): Machine {
  if (Object.keys(environment).length === 0) return machine;
  // Methods of the machine are on its prototype, or on the object itself.
  const wrapped: Machine = Object.create(machine);
  return Object.assign(wrapped, {
    exec: ((request, onOutput, signal) =>
      machine.exec(
        typeof request.command === 'string' ? { ...request, env: { ...environment, ...request.env } } : request,
        onOutput,
        signal,
      )) satisfies Machine['exec'],
    terminal: ((size, on) => machine.terminal({ ...size, env: environment }, on)) satisfies Machine['terminal'],
  });
}
