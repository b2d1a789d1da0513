// Reads the kernel's tables of TCP sockets.

const LISTENING = '0A';
/** The tables, with the sockets of a process's network. */
export const SOCKET_TABLES = ['net/tcp', 'net/tcp6'] as const;

/** A socket that listens. */
export interface ListeningSocket {
  readonly port: number;
  readonly uid: number;
  readonly inode: string;
}

/** Parses lines of `/proc/net/tcp`. */
export function parseSockets(lines: string): readonly ListeningSocket[] {
  return lines.split('\n').flatMap((line) => {
    const [, local, , state, , , , uid, , inode] = line.trim().split(/\s+/);
    if (state !== LISTENING || local === undefined) return [];
    const port = Number.parseInt(local.slice(local.lastIndexOf(':') + 1), 16);
    return [{ port, uid: Number(uid), inode: inode ?? '' }];
  });
}

/** The ports of sockets, in order. */
export function toPorts(sockets: readonly Pick<ListeningSocket, 'port'>[]): readonly number[] {
  return [...new Set(sockets.map(({ port }) => port))].toSorted((a, b) => a - b);
}
