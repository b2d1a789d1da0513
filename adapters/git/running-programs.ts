// Notes in the home folder about running git programs that can hold locks. If the host is killed, the next one ends what still runs and
// removes the lock files that it left, because git itself never does.
import { mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isJsonObject } from '#contract/types/json-object.ts';
import { readProcess } from '../home/lock-owner.ts';

const FOLDER = 'running-git';
const OWNER_ONLY_FOLDER = 0o700;
const OWNER_ONLY = 0o600;
/** Git removes its lock files when it is asked to end. */
const GRACE_MS = 5_000;
const LOOK_EVERY_MS = 20;
/** File systems store times less precisely than the clock. */
const TOLERANCE_MS = 2_000;

/** A running git program. */
export interface RunningProgram {
  readonly pid: number;
  readonly gitDir: string;
  readonly timeoutMs: number;
}

/** Notes a running program. Returns the function that removes the note when it has ended. */
export type NoteProgram = (program: RunningProgram) => () => void;

interface Note extends RunningProgram {
  /** Unix ms. */
  readonly since: number;
  /** When the process started, if the system tells. */
  readonly start?: string;
}

/** The notes in a home folder. Without one that can be written, programs run without a note. */
export function openRunningPrograms(home: string): NoteProgram {
  const folder = path.join(home, FOLDER);
  return (program) => {
    const { start } = readProcess(program.pid) ?? {};
    const note: Note = { ...program, since: Date.now(), ...(start === undefined ? {} : { start }) };
    const file = path.join(folder, `${program.pid}.json`);
    const write = (): void => writeFileSync(file, JSON.stringify(note), { mode: OWNER_ONLY });
    try {
      write();
    } catch {
      try {
        mkdirSync(folder, { recursive: true, mode: OWNER_ONLY_FOLDER });
        write();
      } catch {
        // The disk is full, which git will report itself.
      }
    }
    return () => rmSync(file, { force: true });
  };
}

/** Ends the programs that a killed host left running, and removes their lock files. To be called before git is used. */
export async function settlePrograms(home: string): Promise<void> {
  const folder = path.join(home, FOLDER);
  const files = listNames(folder).map((name) => path.join(folder, name));
  await Promise.all(
    files.map(async (file) => {
      const note = readNote(file);
      if (note !== undefined) {
        await end(note);
        await removeLocks(note);
      }
      await fs.rm(file, { force: true });
    }),
  );
}

function listNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // There has been no program yet.
    return [];
  }
}

function readNote(file: string): Note | undefined {
  try {
    const note: unknown = JSON.parse(readFileSync(file, 'utf8'));
    // Only this file writes notes. One that is incomplete isn't valid JSON.
    return isJsonObject(note) && typeof note['pid'] === 'number' ? (note as unknown as Note) : undefined;
  } catch {
    return undefined;
  }
}

async function end(note: Note): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    const until = Date.now() + GRACE_MS;
    for (let isFirst = true; isRunning(note); isFirst = false) {
      if (isFirst) send(note.pid, signal);
      if (Date.now() > until) break;
      await delay(LOOK_EVERY_MS);
    }
  }
}

/** Only if the system tells that it is still the same process. */
function isRunning({ pid, start }: Note): boolean {
  const found = readProcess(pid);
  return start !== undefined && found?.start === start && found.state !== 'Z' && found.state !== 'X';
}

/** Each program runs in its own process group. */
function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended.
  }
}

/** Locks that were created while the program ran, unless another git program works in the repository now. */
async function removeLocks({ gitDir, since, timeoutMs }: Note): Promise<void> {
  const common = await findCommonFolder(gitDir);
  const folders = common === gitDir ? [gitDir] : [gitDir, common];
  const lists = await Promise.all([
    ...folders.map((folder) => listLocks(folder)),
    listLocks(path.join(common, 'refs'), true),
  ]);
  const locks = lists.flat();
  if (locks.length === 0 || isGitWorkingIn([gitDir, common])) return;
  for (const lock of locks) {
    const stats = await fs.lstat(lock).catch(() => undefined);
    const at = stats?.isFile() === true ? stats.mtimeMs : 0;
    if (at >= since - TOLERANCE_MS && at <= since + timeoutMs + TOLERANCE_MS) await fs.rm(lock, { force: true });
  }
}

/** A linked work tree names the folder with its refs, which contains its own. An agent can have named any other, so that isn't used. */
async function findCommonFolder(gitDir: string): Promise<string> {
  const text = await fs.readFile(path.join(gitDir, 'commondir'), 'utf8').catch(() => '');
  const around = path.resolve(gitDir, '..', '..');
  const isLinked = path.basename(path.dirname(gitDir)) === 'worktrees' && path.resolve(gitDir, text.trim()) === around;
  return isLinked ? around : gitDir;
}

/** Nothing behind a link, which can lead to files of other programs, such as `yarn.lock`. */
async function listLocks(folder: string, recursive = false): Promise<readonly string[]> {
  if ((await fs.lstat(folder).catch(() => undefined))?.isDirectory() !== true) return [];
  const entries = await fs.readdir(folder, { recursive, withFileTypes: true }).catch(() => []);
  return entries.flatMap(({ name, parentPath }) => (name.endsWith('.lock') ? [path.join(parentPath, name)] : []));
}

/** Whether a person or an agent uses git in one of these folders or the work tree around it. Known on Linux only. */
function isGitWorkingIn(folders: readonly string[]): boolean {
  const places = folders.map((folder) => (path.basename(folder) === '.git' ? path.dirname(folder) : folder));
  return listNames('/proc').some((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      if (!readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('git')) return false;
      const at = `${readlinkSync(`/proc/${pid}/cwd`)}/`;
      return places.some((place) => at.startsWith(`${place}/`));
    } catch {
      // It has ended.
      return false;
    }
  });
}
