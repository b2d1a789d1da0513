// The processes that a process has started, directly or not.
import { readdirSync, readFileSync } from 'node:fs';

/** Their IDs. None where there is no `/proc`. */
export function listDescendants(pid: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of readProcesses()) {
    const parent = readParent(name);
    if (parent !== undefined) parents.set(Number(name), parent);
  }
  const found = new Set([pid]);
  for (let size = 0; size < found.size;) {
    size = found.size;
    for (const [child, parent] of parents) if (found.has(parent)) found.add(child);
  }
  return [...found].filter((one) => one !== pid);
}

function readProcesses(): readonly string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

/** The fourth field, after the name in parentheses. */
function readParent(pid: string): number | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    // It has ended.
    return undefined;
  }
}
