// Whatever this process makes belongs to its user alone: databases, logs, keys, and the files that appear beside them.
import { isMainThread } from 'node:worker_threads';

/** Nothing for the group, nothing for others. */
const OWNER_ONLY_MASK = 0o077;

/** Sets the mask of new files. A worker cannot, and a host that runs in one is a test's. */
export function keepFilesPrivate(): void {
  if (isMainThread) process.umask(OWNER_ONLY_MASK);
}
