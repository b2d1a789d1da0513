// Tells when files change, however they are written: the folder is watched, for editors replace files.
import { watch, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Calls `changed` when one of `files` may have changed; returns the stop function. A folder that cannot be watched is left out. */
export function watchFiles(files: readonly string[], changed: () => void): () => void {
  const watchers = Map.groupBy(files, (file) => dirname(file))
    .entries()
    .flatMap(([folder, inFolder]) => watchFolder(folder, new Set(inFolder.map((file) => basename(file))), changed))
    .toArray();
  return () => {
    for (const watcher of watchers) watcher.close();
  };
}

function watchFolder(folder: string, names: ReadonlySet<string>, changed: () => void): readonly FSWatcher[] {
  try {
    const watcher = watch(folder, { persistent: false }, (_event, name) => {
      if (name === null || names.has(name)) changed();
    });
    // A folder that goes away ends the watch; the values in force stay.
    watcher.on('error', () => watcher.close());
    return [watcher];
  } catch {
    // Watching is a comfort (limits of the system, network drives); changes by us are applied anyway.
    return [];
  }
}
