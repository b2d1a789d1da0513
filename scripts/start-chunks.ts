// Two chunks of the bundle: one with what every command needs, and one with what only the host needs at its start. Otherwise each
// module that is shared with a part that is loaded later would get a separate chunk, and finding and reading 40 more files is a
// tenth of the start.
import { resolve } from 'node:path';

import type { Rolldown } from 'vite';

import { collectModules } from './collect-modules.ts';

type Graph = Rolldown.ChunkingContext;

const HOST = resolve('host/create-host.ts');
/** An entry, which finds other files from its own place. */
const COMMAND_LINE = resolve('cli/main.ts');
/** What almost every command needs. */
const BASE = [COMMAND_LINE, resolve('cli/commands/start.ts'), resolve('cli/connection/gateway-connection.ts')];
/** What runs without a host. */
const OTHERS = [COMMAND_LINE, resolve('electron/main/index.ts')];

interface Chunks {
  readonly base: ReadonlySet<string>;
  readonly host: ReadonlySet<string>;
}

/** The groups for the option `codeSplitting`. */
export function startChunks() {
  const known = new WeakMap<Graph, Chunks>();
  return {
    name: (id: string, graph: Graph) => {
      const chunks = known.get(graph) ?? findChunks(graph);
      known.set(graph, chunks);
      return chunks.base.has(id) ? 'base' : chunks.host.has(id) ? 'host' : null;
    },
    // A module of the base imports nothing else, and what only other commands share with the host imports nothing of the host.
    includeDependenciesRecursively: false,
  };
}

function findChunks(graph: Graph): Chunks {
  const base = new Set<string>();
  for (const entry of BASE) collectModules(entry, graph, false, base);
  base.delete(COMMAND_LINE);
  const host = collectModules(HOST, graph);
  const others = new Set([HOST]);
  for (const entry of OTHERS) collectModules(entry, graph, true, others);
  return { base, host: new Set([...host].filter((id) => id === HOST || !others.has(id))) };
}
