// The start time of a process, which distinguishes it from a later process with the same ID.
import { readFileSync } from 'node:fs';

/** Position of `starttime` in /proc/<pid>/stat, counted after the name in parentheses. */
const START_TIME_FIELD = 19;

/** The start time of a process as text; undefined if it has ended or the system doesn't provide it. */
export function processStart(pid: number): string | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name can contain spaces and parentheses.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[START_TIME_FIELD];
  } catch {
    return undefined;
  }
}

/** Whether a process exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It exists, but belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
