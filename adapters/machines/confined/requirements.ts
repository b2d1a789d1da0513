// The programs and permissions that confinement needs on Linux, and what to do if something is missing.
import { execFile } from 'node:child_process';
import type { MachineAvailability } from '#contract/types/machines.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { FileError } from '#core/ports/machine.ts';
import { resolveProgram } from '../host/shell.ts';

/** Absolute paths of the programs. */
export interface ConfinementPrograms {
  readonly bwrap: string;
  readonly nsenter: string;
  /** Whether it has the option `--wdns` (util-linux 2.38). */
  readonly hasFolderOption: boolean;
  /** Connects the sandbox to the proxy. Only for network access by host. */
  readonly socat?: string;
}

/** The package of each program, on most distributions. */
const PACKAGES = { bwrap: 'bubblewrap', nsenter: 'util-linux', socat: 'socat' } as const;
/** Programs that are used inside. */
const INSIDE = ['/usr/bin/setpriv', '/usr/bin/unshare'];
const HELP_TIMEOUT_MS = 5_000;
/** What every sandbox needs: separate user, process, and network namespaces. */
const PROBE =
  '--unshare-user --uid 0 --gid 0 --unshare-pid --unshare-net --cap-drop ALL --ro-bind / / --proc /proc true'.split(
    ' ',
  );
const PROBE_TIMEOUT_MS = 5_000;
const STANDARD_PATH = '/usr/bin:/bin:/usr/sbin:/sbin:/usr/local/bin';

/** Finds the programs. @throws {FileError} `unavailable`, saying which package to install */
export async function findPrograms(
  searchPath: string,
  needsProxy: boolean,
  standardPath: string = STANDARD_PATH,
): Promise<ConfinementPrograms> {
  const find = async (name: keyof typeof PACKAGES): Promise<string> => {
    const file = await resolveProgram(name, '/', `${standardPath}:${searchPath}`);
    if (file === undefined) throw unavailable(`${name} isn't installed`, `Install the package ${PACKAGES[name]}.`);
    return file;
  };
  for (const program of INSIDE)
    if ((await resolveProgram(program, '/', '')) === undefined)
      throw unavailable(`${program} is missing`, 'Install the package util-linux.');
  const [bwrap, nsenter] = await Promise.all([find('bwrap'), find('nsenter')]);
  return {
    bwrap,
    nsenter,
    hasFolderOption: await hasFolderOption(nsenter),
    ...(needsProxy ? { socat: await find('socat') } : {}),
  };
}

const known = new Map<string, boolean>();

async function hasFolderOption(nsenter: string): Promise<boolean> {
  const before = known.get(nsenter);
  if (before !== undefined) return before;
  const help = await new Promise<string>((resolve) => {
    execFile(nsenter, ['--help'], { timeout: HELP_TIMEOUT_MS }, (_error, stdout) => resolve(stdout));
  });
  known.set(nsenter, help.includes('--wdns'));
  return help.includes('--wdns');
}

/** Whether a sandbox can be created here. Creates an empty one that only runs `true`. */
export async function probeConfinement(searchPath: string, needsProxy: boolean): Promise<MachineAvailability> {
  try {
    requireLinux();
    const { bwrap } = await findPrograms(searchPath, needsProxy);
    await new Promise<void>((resolve, reject) => {
      execFile(bwrap, PROBE, { timeout: PROBE_TIMEOUT_MS }, (error, _stdout, stderr) =>
        error === null ? resolve() : reject(describeBubblewrapFailure(stderr)),
      );
    });
    return { isAvailable: true };
  } catch (error) {
    return { isAvailable: false, reason: errorMessage(error) };
  }
}

/** @throws {FileError} `unavailable` */
export function requireLinux(): void {
  if (process.platform !== 'linux')
    throw unavailable('this requires Linux', 'Use docker instead, or host, where most commands require approval.');
}

/** Describes why bubblewrap ended before it was ready. */
export function describeBubblewrapFailure(output: string): FileError {
  const detail = output.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
  if (/Can't mount proc/.test(output))
    return unavailable(
      `the system doesn't allow a new /proc (${detail})`,
      'If Gatehouse runs in a container, allow that container to mount /proc, or use docker instead.',
    );
  if (/namespace|uid map|userns|No permissions|setting up uid/i.test(output))
    return unavailable(
      `the system doesn't allow user namespaces (${detail})`,
      'Allow them with "sysctl kernel.unprivileged_userns_clone=1" and "sysctl user.max_user_namespaces=15000". On Ubuntu 24.04 or later, bubblewrap also needs an AppArmor profile.',
    );
  return unavailable(`bubblewrap failed${detail === '' ? '' : ` (${detail})`}`, 'Check the log, then retry.');
}

/** The error of a machine that can't confine commands. */
export function unavailable(reason: string, advice: string): FileError {
  return new FileError('unavailable', `Commands can't be confined: ${reason}. ${advice}`);
}
