// The scripts that run commands on a remote host. They are stored in files there, so nothing is quoted for the user's login shell,
// whichever it is.
import type { ExecRequest } from '#core/ports/machine.ts';
import { quote } from '../workspace-tools/posix-script.ts';

/** A command in its place. */
export interface RemoteCommand {
  readonly command: ExecRequest['command'];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Where the script notes its process, which leads the session of the command. */
  readonly pidFile: string;
  /** Printed after the command has ended, before its exit code. Without it, the script becomes the command. */
  readonly endMark?: string;
}

/** The script of a command. */
export function toCommandScript({ command, cwd, env, pidFile, endMark }: RemoteCommand): string {
  const run =
    typeof command === 'string'
      ? `$gh_s -c ${quote(command)}`
      : `env -i ${[...toAssignments(env), ...command.map(quote)].join(' ')}`;
  // On one stream, nothing can arrive after the end mark.
  const errors = typeof command === 'string' ? '2>&1' : '2>/dev/null';
  const shell = 'if [ -x /bin/bash ]; then gh_s="/bin/bash --noprofile --norc"; else gh_s=/bin/sh; fi';
  const lines = [...toStart(cwd, pidFile), ...(typeof command === 'string' ? [...toExports(env), shell] : [])];
  if (endMark === undefined) return `${[...lines, `exec ${run}`].join('\n')}\n`;
  return `${[...lines, `${run} ${errors}`, `printf '\\036${endMark}:%s.' "$?"`].join('\n')}\n`;
}

/** The script of a person's terminal. */
export function toTerminalScript(cwd: string, env: Readonly<Record<string, string>>, pidFile: string): string {
  return `${[...toStart(cwd, pidFile), ...toExports(env), 'exec "${SHELL:-/bin/sh}" -l'].join('\n')}\n`;
}

/** A script that stores another one in a file. */
export function storeScript(file: string, script: string): string {
  return `printf '%s' ${quote(script)} >${file}`;
}

function toStart(cwd: string, pidFile: string): readonly string[] {
  return ['rm -f "$0"', `echo $$ >${pidFile}`, 'umask 022', `cd ${quote(cwd)} || exit 127`];
}

function toExports(env: Readonly<Record<string, string>>): readonly string[] {
  return toAssignments(env).map((assignment) => `export ${assignment}`);
}

/** Names come from our own tables or were checked. */
function toAssignments(env: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(env).map(([name, value]) => `${name}=${quote(value)}`);
}
