// Runs the commands of the system's service manager and reads its state.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { ServiceError, type ServiceScope } from './service-settings.ts';
import type { ManagerCommand } from './plan-service.ts';

/** Longer than the unit's own time limit for a start. */
const COMMAND_MS = 360_000;
const QUERY_MS = 10_000;

/** What the service manager says about a service. */
export interface ManagerState {
  readonly isEnabled: boolean;
  /** `active`, `failed`, … as systemd names it. */
  readonly state: string;
  readonly pid?: number;
  readonly restarts: number;
  /** Why it isn't running, such as `exit-code`. */
  readonly result?: string;
}

/** Runs a command to its end. @throws {ServiceError} with its output */
export function runManager([program, ...args]: ManagerCommand, timeout = COMMAND_MS): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { timeout, env: { ...process.env, LC_ALL: 'C' } }, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout);
      const reason = 'code' in error && error.code === 'ENOENT' ? 'not found' : stderr.trim() || error.message;
      reject(new ServiceError(`"${[program, ...args].join(' ')}" failed: ${reason}`, { cause: error }));
    });
  });
}

/** Whether this computer was started by systemd. */
export function hasSystemd(): boolean {
  return existsSync('/run/systemd/system');
}

/** Version of systemd; undefined if it isn't installed. */
export async function systemdVersion(): Promise<number | undefined> {
  const text = await runManager(['systemctl', '--version'], QUERY_MS).catch(() => '');
  const [, version] = /^systemd (\d+)/.exec(text) ?? [];
  return version === undefined ? undefined : Number(version);
}

/** The state of a unit; undefined if systemd doesn't know it. */
export async function systemdState(name: string, scope: ServiceScope): Promise<ManagerState | undefined> {
  const properties = 'LoadState,ActiveState,SubState,MainPID,NRestarts,UnitFileState,Result';
  const command: ManagerCommand = [
    'systemctl',
    ...(scope === 'user' ? ['--user'] : []),
    'show',
    `${name}.service`,
    `--property=${properties}`,
  ];
  return parseState(await runManager(command, QUERY_MS));
}

/** Reads the output of `systemctl show`. */
export function parseState(text: string): ManagerState | undefined {
  const facts = Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const at = line.indexOf('=');
      return at === -1 ? [] : [[line.slice(0, at), line.slice(at + 1)]];
    }),
  );
  if (facts['LoadState'] === undefined || facts['LoadState'] === 'not-found') return undefined;
  const pid = Number(facts['MainPID'] ?? 0);
  const { Result: result = 'success' } = facts;
  return {
    isEnabled: facts['UnitFileState'] === 'enabled',
    state: facts['ActiveState'] ?? 'unknown',
    restarts: Number(facts['NRestarts'] ?? 0),
    ...(pid > 0 ? { pid } : {}),
    ...(result === 'success' ? {} : { result }),
  };
}

/** Whether a user's services keep running while the user is signed out. */
export async function lingers(user: string): Promise<boolean> {
  const text = await runManager(['loginctl', 'show-user', user, '--property=Linger'], QUERY_MS).catch(() => '');
  return text.trim() === 'Linger=yes';
}

/** An account in the system's list. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

/** An account in `<root>/etc/passwd`; undefined if there is none. */
export function findAccount(name: string, root = ''): Account | undefined {
  for (const line of readLines(`${root}/etc/passwd`)) {
    const [user, , uid, gid, , home = '/'] = line.split(':');
    if (user === name) return { uid: Number(uid), gid: Number(gid), home };
  }
  return undefined;
}

/** Whether a group exists in `<root>/etc/group`. */
export function hasGroup(name: string, root = ''): boolean {
  return readLines(`${root}/etc/group`).some((line) => line.startsWith(`${name}:`));
}

function readLines(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}
