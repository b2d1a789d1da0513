// Watches files through their folder, because editors replace files instead of writing to them.
import { watch, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Calls `changed` if one of `files` may have changed. Skips folders that can't be watched. Returns the stop function. */
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
    // If the folder is deleted, the current values stay in effect.
    watcher.on('error', () => watcher.close());
    return [watcher];
  } catch {
    // Some drives can't be watched. Our own writes are applied anyway.
    return [];
  }
}
