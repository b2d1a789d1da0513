// TCP ports of programs on this computer.
import * as fs from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import type { ListeningPort } from '#contract/types/preview.ts';
import { FileError, type MachinePorts } from '#core/ports/machine.ts';
import { parseSockets, SOCKET_TABLES } from '../workspace-tools/listening-sockets.ts';
import { errorCode } from '../workspace-tools/file-failure.ts';
import { nothingListens } from '../workspace-tools/pipe-stream.ts';

/** Programs differ in which one they listen on. */
const LOOPBACK = ['127.0.0.1', '::1'] as const;
const CONNECT_MS = 5_000;
/** Addresses that this computer doesn't have, or on which nothing listens. */
const NOT_HERE: ReadonlySet<string | undefined> = new Set(['ECONNREFUSED', 'EADDRNOTAVAIL', 'ENETUNREACH']);

/** The ports of a workspace. */
export function createHostPorts(workspace: string): MachinePorts {
  return { list: () => listPorts(workspace), connect: connectToPort };
}

/** Connects to a port of this computer. */
async function connectToPort(port: number, signal: AbortSignal): Promise<Socket> {
  for (const host of LOOPBACK) {
    const socket = await tryConnect(host, port, signal);
    if (socket !== undefined) return socket;
  }
  throw nothingListens(port);
}

/** Undefined if nothing listens on this address. */
function tryConnect(host: string, port: number, signal: AbortSignal): Promise<Socket | undefined> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    const abort = (): void => void socket.destroy(new Error('The connection was canceled.'));
    const timer = setTimeout(
      () => socket.destroy(new FileError('unavailable', `Port ${port} didn't accept the connection in time. Retry.`)),
      CONNECT_MS,
    );
    signal.addEventListener('abort', abort);
    const settle = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    };
    socket.once('connect', () => {
      settle();
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.once('error', (error) => {
      settle();
      if (NOT_HERE.has(errorCode(error))) resolve(undefined);
      else reject(error);
    });
  });
}

/** Only Linux reports which program listens. */
async function listPorts(workspace: string): Promise<readonly ListeningPort[]> {
  if (process.platform !== 'linux') return [];
  const tables = await Promise.all(SOCKET_TABLES.map((table) => readText(`/proc/${table}`)));
  const ports = new Map(parseSockets(tables.join('\n')).map(({ inode, port }) => [`socket:[${inode}]`, port]));
  const found = new Map<number, string>();
  for (const pid of (await fs.readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const folder = await fs.readlink(`/proc/${pid}/cwd`).catch(() => '');
    if (folder !== workspace && !folder.startsWith(`${workspace}/`)) continue;
    const program = (await readText(`/proc/${pid}/comm`)).trim();
    for (const port of await listSockets(pid, ports)) found.set(port, program);
  }
  return [...found].map(([port, program]) => ({ port, program })).toSorted((a, b) => a.port - b.port);
}

async function listSockets(pid: string, ports: ReadonlyMap<string, number>): Promise<readonly number[]> {
  const folder = `/proc/${pid}/fd`;
  const names = await fs.readdir(folder).catch(() => []);
  const links = await Promise.all(names.map((name) => fs.readlink(`${folder}/${name}`).catch(() => '')));
  return links.flatMap((link) => ports.get(link) ?? []);
}

function readText(file: string): Promise<string> {
  return fs.readFile(file, 'latin1').catch(() => '');
}
