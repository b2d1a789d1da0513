// Files created by this process are readable by its user only: databases, logs, keys and their temporary files.
import { isMainThread } from 'node:worker_threads';

/** No access for group and others. */
const OWNER_ONLY_MASK = 0o077;

/** Sets the umask. Workers can't; only tests run a host in one. */
export function keepFilesPrivate(): void {
  if (isMainThread) process.umask(OWNER_ONLY_MASK);
}
