// TCP ports on which programs in a container listen.
import { PROXY_PORT } from './proxy-port.ts';
import type { ManagedContainer } from './managed-container.ts';

const LISTENING = '0A';
/** Prints the kernel's tables of TCP sockets. */
export const PRINT_SOCKETS = `for gh_f in /proc/net/tcp /proc/net/tcp6; do while IFS= read -r gh_l; do printf '%s\\n' "$gh_l"; done <"$gh_f"; done 2>/dev/null`;

/** The ports, in order. A stopped container has none. */
export async function listPorts({ running }: ManagedContainer): Promise<readonly number[]> {
  if (running === undefined) return [];
  return parsePorts(await running.control(PRINT_SOCKETS)).filter((port) => port !== PROXY_PORT);
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
