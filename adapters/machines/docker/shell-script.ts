// The scripts that resident shells run. They use only what a POSIX shell has built in, because the process limit of a container
// can be exhausted; other programs only where noted.
import type { ExecRequest } from '#core/ports/machine.ts';
import { MARKER_NAME } from '../workspace-tools/marker.ts';
import { quote } from '../workspace-tools/posix-script.ts';

/** Prints the PID of the process that runs it, as a line. */
const PRINT_PID = `read -r gh_p gh_r </proc/self/stat; printf '%s\\n' "$gh_p"`;

/** Programs that only some images have. */
export interface ImageFacts {
  readonly hasBash: boolean;
  readonly hasSetsid: boolean;
}

/** A command in its place. */
export interface ScriptedCommand {
  readonly command: ExecRequest['command'];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly image: ImageFacts;
}

/**
 * Prints the PID as the first line, then becomes the command. As a part of a script (`newSession`) it runs in its own session and
 * without input, and its errors are merged into its output.
 */
export function commandScript({ command, cwd, env, image }: ScriptedCommand, newSession: boolean): string {
  const session = newSession && image.hasSetsid ? 'setsid ' : '';
  const enter = `${PRINT_PID}; cd ${quote(cwd)} || exit 127`;
  if (typeof command !== 'string') {
    const words = [...Object.entries(env).map(([name, value]) => `${name}=${value}`), ...command].map(quote);
    const run = `${enter}; exec ${session}env -i ${words.join(' ')} 2>/dev/null`;
    return newSession ? `( ${run} ) </dev/null` : run;
  }
  const exports = Object.entries(env).map(([name, value]) => `export ${name}=${quote(value)}`);
  const shell = image.hasBash ? '/bin/bash --noprofile --norc' : '/bin/sh';
  const run = [enter, ...exports, `exec ${session}${shell} -c ${quote(command)}`].join('; ');
  return newSession ? `( ${run} ) </dev/null 2>&1` : run;
}

/** Prints the PID, then becomes an interactive shell. */
export function terminalScript(cwd: string, hasBash: boolean): string {
  return `${PRINT_PID}; cd ${quote(cwd)}; exec ${interactiveShell(hasBash)}`;
}

/** The shell of terminals. */
export function interactiveShell(hasBash: boolean): string {
  return hasBash ? '/bin/bash' : '/bin/sh';
}

/** Prints one line per process: `/proc/<pid>/stat`. */
export const LIST_PROCESSES = `for gh_d in /proc/[0-9]*; do { IFS= read -r gh_s <"$gh_d/stat" && printf '%s\\n' "$gh_s"; } 2>/dev/null; done`;

/** Prints the `/proc` files of processes with a marker. Starts `grep`; variables are separated by null characters. */
export function listMarked(marker: string): string {
  return `grep -lzxF -- ${quote(`${MARKER_NAME}=${marker}`)} /proc/[0-9]*/environ 2>/dev/null`;
}

/** Sends a signal to processes. */
export function sendSignal(name: 'TERM' | 'KILL', pids: readonly number[]): string {
  return `kill -s ${name} -- ${pids.join(' ')} 2>/dev/null`;
}

/** Prints how many processes the memory limit has killed, in either version of control groups. */
export const COUNT_MEMORY_KILLS =
  'for gh_f in /sys/fs/cgroup/memory.events /sys/fs/cgroup/memory/memory.oom_control; do ' +
  `[ -r "$gh_f" ] && while read -r gh_k gh_v; do [ "$gh_k" = oom_kill ] && printf '%s\\n' "$gh_v"; done <"$gh_f"; done`;

const BASH = 'bash';
const SETSID = 'setsid';

/** Prints what the image has. */
export const CHECK_IMAGE = `[ -x /bin/bash ] && printf ${BASH}; command -v setsid >/dev/null && printf ${SETSID}`;

/** Reads what `CHECK_IMAGE` printed. */
export function parseImageFacts(output: string): ImageFacts {
  return { hasBash: output.includes(BASH), hasSetsid: output.includes(SETSID) };
}
