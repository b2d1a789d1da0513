// Finds, counts, and ends the processes of commands in a container, by its control shell.
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunScript } from './control-shell.ts';
import { findTree, parseMarked, parseProcesses } from './process-table.ts';
import { COUNT_MEMORY_KILLS, LIST_PROCESSES, listMarked, sendSignal } from './shell-script.ts';

const GRACE_MS = 500;
const SECOND_LOOK_MS = 50;
/** A fork bomb can outrun one scan, but not several. */
const MAX_ROUNDS = 6;

/** Asks a command's processes to end, and kills them after half a second. Returns whether all have ended. */
export async function endTree(run: RunScript, pid: number, marker: string): Promise<boolean> {
  const first = await findMembers(run, pid, marker);
  if (first.length === 0) return true;
  await run(sendSignal('TERM', first));
  const graceEnds = performance.now() + GRACE_MS;
  while (performance.now() < graceEnds) {
    await sleep(SECOND_LOOK_MS);
    if ((await findMembers(run, pid, marker)).length === 0) return true;
  }
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const left = await findMembers(run, pid, marker);
    if (left.length === 0) return true;
    await run(sendSignal('KILL', left));
    await sleep(SECOND_LOOK_MS);
  }
  return (await findMembers(run, pid, marker)).length === 0;
}

/** The number of a command's processes that are running. */
export async function countTree(run: RunScript, pid: number, marker: string): Promise<number> {
  return (await findMembers(run, pid, marker)).length;
}

/** How many processes the memory limit has killed so far. */
export async function countMemoryKills(run: RunScript): Promise<number> {
  const counts = (await run(COUNT_MEMORY_KILLS)).split('\n').map(Number);
  return Math.max(0, ...counts.filter((count) => !Number.isNaN(count)));
}

/** PIDs of the command's processes, without the control shell and the engine's init process. */
async function findMembers(run: RunScript, pid: number, marker: string): Promise<readonly number[]> {
  const lines = await run(`${listMarked(marker)}\n${LIST_PROCESSES}`);
  return findTree(parseProcesses(lines), pid, parseMarked(lines)).filter((member) => member > 1);
}
