// Walks the chunks of a finished bundle.
import type { Rolldown } from 'vite';

/** The files of a build by name. */
export type Bundle = Rolldown.OutputBundle;

/** The chunks that `isStart` picks, with all that they import at once: their file names. */
export function staticChunks(bundle: Bundle, isStart: (chunk: Rolldown.OutputChunk) => boolean): readonly string[] {
  const found = new Set<string>();
  const add = (fileName: string): void => {
    const chunk = bundle[fileName];
    if (chunk?.type !== 'chunk' || found.has(fileName)) return;
    found.add(fileName);
    chunk.imports.forEach(add);
  };
  for (const item of Object.values(bundle)) if (item.type === 'chunk' && isStart(item)) add(item.fileName);
  return [...found];
}
