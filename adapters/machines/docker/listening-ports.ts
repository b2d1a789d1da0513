// TCP ports on which programs in a container listen.
import { parseSockets, toPorts } from '../workspace-tools/listening-sockets.ts';
import { PROXY_PORT } from './proxy-port.ts';
import type { RunScript } from './control-shell.ts';

/** Prints the kernel's tables of TCP sockets. */
export const PRINT_SOCKETS = `for gh_f in /proc/net/tcp /proc/net/tcp6; do while IFS= read -r gh_l; do printf '%s\\n' "$gh_l"; done <"$gh_f"; done 2>/dev/null`;

/** The ports of a container, in order, without the one of our proxy. */
export async function listPorts(control: RunScript): Promise<readonly number[]> {
  return parsePorts(await control(PRINT_SOCKETS)).filter((port) => port !== PROXY_PORT);
}

/** Reads lines of `/proc/net/tcp`. */
export function parsePorts(lines: string): readonly number[] {
  return toPorts(parseSockets(lines));
}
