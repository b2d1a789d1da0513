// Ports of a folder: each worktree of a project gets a range of its own.
import type { PortRange } from '#contract/types/projects.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { PortProbe } from '../ports/port-probe.ts';
import type { ProjectRecord } from '../ports/project-store.ts';

/** Below the ports that systems give to outgoing connections. */
const ALL_PORTS: PortRange = { first: 20_000, last: 29_999 };

/** Ranges that are tried before a folder gets none. Other programs use few of these ports. */
const MAX_TRIES = 50;

/** What assigning ports needs. */
export interface PortParts {
  readonly store: Pick<EnginePorts['store'], 'projects'>;
  readonly isPortFree: PortProbe;
}

/**
 * The range of a folder of a project, which it keeps. No other program uses it when it is assigned; later, the project itself may.
 * Undefined if the project asks for none, or none is free.
 */
export async function assignPortRange(
  { store, isPortFree }: PortParts,
  { id, defaults }: Pick<ProjectRecord, 'id' | 'defaults'>,
  folder: string,
): Promise<PortRange | undefined> {
  const { ports: count } = defaults;
  if (count === undefined) return undefined;
  const known = await store.projects.findPorts(folder);
  if (known !== undefined && known.last - known.first + 1 >= count) return takeFirst(known, count);
  const busy: PortRange[] = [];
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const range = await store.projects.assignPorts({ projectId: id, folder, count, from: ALL_PORTS, busy });
    const used = range === undefined ? undefined : await findUsed(range, isPortFree);
    if (range === undefined || used === undefined) return range === undefined ? undefined : takeFirst(range, count);
    busy.push({ first: used, last: used });
  }
  await store.projects.releasePorts(folder);
  return undefined;
}

function takeFirst({ first }: PortRange, count: number): PortRange {
  return { first, last: first + count - 1 };
}

/** The last port of a range that another program uses. */
async function findUsed({ first, last }: PortRange, isPortFree: PortProbe): Promise<number | undefined> {
  for (let port = last; port >= first; port -= 1) if (!(await isPortFree(port))) return port;
  return undefined;
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
