// Finds import cycles, type-only imports included. A cycle is a set of files that all reach each other.
import { posix } from 'node:path';

import type { ParsedSource } from './parse-source.ts';

type Graph = ReadonlyMap<string, readonly string[]>;

/** The cycles, each as the sorted paths of its files; empty when there is none. */
export function findImportCycles(
  files: readonly Pick<ParsedSource, 'path' | 'imports'>[],
): readonly (readonly string[])[] {
  const known = new Set(files.map(({ path }) => path));
  const graph: Graph = new Map(
    files.map(({ path, imports }) => [
      path,
      imports.map((specifier) => resolveImport(path, specifier)).filter((target) => known.has(target)),
    ]),
  );
  return components(graph)
    .filter(([first = '', ...rest]) => rest.length > 0 || graph.get(first)?.includes(first) === true)
    .map((files) => files.toSorted())
    .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1));
}

/** The path that an import leads to; the specifier as it is when it isn't one of ours. */
function resolveImport(from: string, specifier: string): string {
  if (specifier.startsWith('#')) return specifier.slice(1);
  return specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : specifier;
}

/** Strongly connected components, by Tarjan's algorithm. */
function components(graph: Graph): readonly (readonly string[])[] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (node: string): number => {
    const own = order.size;
    order.set(node, own);
    lowest.set(node, own);
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      const reached = order.has(next) ? (stack.includes(next) ? (order.get(next) ?? own) : own) : visit(next);
      lowest.set(node, Math.min(lowest.get(node) ?? own, reached));
    }
    if (lowest.get(node) === own) found.push(stack.splice(stack.indexOf(node)));
    return lowest.get(node) ?? own;
  };
  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return found;
}
