// Walks the imports of a bundle.
import type { Rolldown } from 'vite';

/** A module and all that it imports, also later if `withDynamic`. */
export function collectModules(
  entry: string,
  graph: Rolldown.ChunkingContext,
  withDynamic = false,
  found = new Set<string>(),
): Set<string> {
  if (found.has(entry)) return found;
  found.add(entry);
  const { importedIds = [], dynamicallyImportedIds = [] } = graph.getModuleInfo(entry) ?? {};
  for (const imported of [...importedIds, ...(withDynamic ? dynamicallyImportedIds : [])])
    collectModules(imported, graph, withDynamic, found);
  return found;
}
