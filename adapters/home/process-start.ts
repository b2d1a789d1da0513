// When a process was started, so that a process number that was given to another program is not taken for the old one.
import { readFileSync } from 'node:fs';

/** Position of `starttime` in /proc/<pid>/stat, counted after the name in parentheses. */
const START_TIME_FIELD = 19;

/** A mark of the process's start that changes with every process; undefined when it is gone or the system does not tell. */
export function processStart(pid: number): string | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name may hold blanks and parentheses: count from its end.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[START_TIME_FIELD];
  } catch {
    return undefined;
  }
}

/** Whether a process with this number lives. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there but belongs to someone else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
