// Ports of a folder: each worktree of a project gets a range of its own.
import type { PortRange } from '#contract/types/projects.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { ProjectRecord } from '../ports/project-store.ts';

/** Below the ports that systems give to outgoing connections. */
const ALL_PORTS: PortRange = { first: 20_000, last: 29_999 };

/** The range of a folder of a project, which it keeps. Undefined if the project asks for none, or none is free. */
export async function assignPortRange(
  { store }: { readonly store: Pick<EnginePorts['store'], 'projects'> },
  { id, defaults }: Pick<ProjectRecord, 'id' | 'defaults'>,
  folder: string,
): Promise<PortRange | undefined> {
  const { ports: count } = defaults;
  if (count === undefined) return undefined;
  const range = await store.projects.assignPorts({ projectId: id, folder, count, from: ALL_PORTS });
  return range === undefined ? undefined : { first: range.first, last: range.first + count - 1 };
}

/** The variables by which programs find their ports: `PORT` is the first one. */
export function toPortVariables({ first, last }: PortRange): Readonly<Record<string, string>> {
  const variables: Record<string, string> = {
    PORT: String(first),
    GATEHOUSE_PORT_FIRST: String(first),
    GATEHOUSE_PORT_LAST: String(last),
  };
  for (let port = first; port <= last; port += 1) variables[`GATEHOUSE_PORT_${port - first + 1}`] = String(port);
  return variables;
}
