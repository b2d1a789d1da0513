// Puts what only the host needs at its start into one chunk of the bundle. Otherwise each module that it shares with a part that is
// loaded later would get a chunk of its own, and finding and reading 20 more files is a tenth of the start.
import { resolve } from 'node:path';

import type { Rolldown } from 'vite';

type Graph = Rolldown.ChunkingContext;

const HOST = resolve('host/create-host.ts');
/** What runs without a host. */
const OTHERS = [resolve('cli/main.ts'), resolve('electron/main/index.ts')];

/** The group for the option `codeSplitting`. */
export function hostChunk() {
  const members = new WeakMap<Graph, ReadonlySet<string>>();
  return {
    name: (id: string, graph: Graph) => {
      const known = members.get(graph) ?? findMembers(graph);
      members.set(graph, known);
      return known.has(id) ? 'host' : null;
    },
    // What the command line also needs has chunks of its own, which import nothing from this one.
    includeDependenciesRecursively: false,
  };
}

/** What the host imports statically, without what anything else in the bundle needs. */
function findMembers(graph: Graph): ReadonlySet<string> {
  const host = new Set<string>();
  collect(HOST, graph, host, false);
  const others = new Set([HOST]);
  for (const entry of OTHERS) collect(entry, graph, others, true);
  return new Set([...host].filter((id) => id === HOST || !others.has(id)));
}

/** Adds a module and what it imports. */
function collect(id: string, graph: Graph, found: Set<string>, withDynamic: boolean): void {
  if (found.has(id)) return;
  found.add(id);
  const { importedIds = [], dynamicallyImportedIds = [] } = graph.getModuleInfo(id) ?? {};
  for (const imported of [...importedIds, ...(withDynamic ? dynamicallyImportedIds : [])])
    collect(imported, graph, found, withDynamic);
}
