// TCP ports on which programs in a container listen.
import { PROXY_PORT } from './proxy-port.ts';
import type { RunScript } from './control-shell.ts';

const LISTENING = '0A';
/** Prints the kernel's tables of TCP sockets. */
export const PRINT_SOCKETS = `for gh_f in /proc/net/tcp /proc/net/tcp6; do while IFS= read -r gh_l; do printf '%s\\n' "$gh_l"; done <"$gh_f"; done 2>/dev/null`;

/** The ports of a container, in order, without the one of our proxy. */
export async function listPorts(control: RunScript): Promise<readonly number[]> {
  return parsePorts(await control(PRINT_SOCKETS)).filter((port) => port !== PROXY_PORT);
}

/** Reads lines of `/proc/net/tcp`. */
export function parsePorts(lines: string): readonly number[] {
  const ports = new Set<number>();
  for (const line of lines.split('\n')) {
    const [, local, , state] = line.trim().split(/\s+/);
    if (state === LISTENING && local !== undefined)
      ports.add(Number.parseInt(local.slice(local.lastIndexOf(':') + 1), 16));
  }
  return [...ports].toSorted((a, b) => a - b);
}
