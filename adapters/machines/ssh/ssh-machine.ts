// A remote machine: files over SFTP, commands and terminals over SSH.
import { createHash, randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { FileError, type Machine } from '#core/ports/machine.ts';
import { readPackageScripts } from '#core/workspaces/package-scripts.ts';
import type { ListeningPort } from '#contract/types/preview.ts';
import type { MachineContext } from '../define-machine.ts';
import { PRINT_SOCKETS } from '../docker/listening-ports.ts';
import { findProgram, hashFile, quote } from '../workspace-tools/posix-script.ts';
import { parseSockets, toPorts } from '../workspace-tools/listening-sockets.ts';
import { spawnForwarder } from '../workspace-tools/spawn-forwarder.ts';
import { RemoteFiles } from './remote-files.ts';
import { RemotePrograms } from './remote-programs.ts';
import { RemoteRoot } from './remote-root.ts';
import { RemoteWatch } from './remote-watch.ts';
import { openSshConnection, type SshConnection } from './ssh-connection.ts';
import type { SshTarget } from './ssh-target.ts';

const OWNER_ONLY = 0o700;
const ID_CHARS = 8;
const MAX_PACKAGE_BYTES = 4 * 1024 * 1024;
const HASH = /^[0-9a-f]{64}/;

/** Connects, and opens the workspace on the remote host, which is created if it doesn't exist. @throws {FileError} */
export async function openSshMachine(target: SshTarget, context: MachineContext): Promise<Machine> {
  if (process.platform === 'win32')
    throw new FileError(
      'unavailable',
      "The SSH client of Windows can't share connections, so this machine isn't available. Run Gatehouse in WSL.",
    );
  const link = new Link(target, context);
  const real = await openWorkspace(await link.connect(), target.folder).catch(async (error: unknown) => {
    await link.close();
    throw error;
  });
  const sftp = async () => (await link.connect()).sftp;
  const root = new RemoteRoot(real, sftp);
  const files = new RemoteFiles(root, sftp);
  const changes = new RemoteWatch(files, (reason) =>
    context.log.warn('Not all changes in a workspace are detected.', { workspace: real, reason }),
  );
  const folder = async (asked: string): Promise<string> => {
    const { path: relative, kind } = await files.stat(asked);
    if (kind !== 'directory') throw new FileError('not-a-folder', `${JSON.stringify(asked)} isn't a folder.`);
    return relative === '' ? real : `${real}/${relative}`;
  };
  const programs = new RemotePrograms({ connect: () => link.connect(), folder, mark: link.mark });
  const run = async (script: string): Promise<string> => (await link.connect()).run(script);
  return {
    kind: 'ssh',
    workspace: real,
    stat: (asked) => files.stat(asked),
    read: (asked, limitBytes) => files.read(asked, limitBytes),
    readPart: (asked, start, length) => files.readPart(asked, start, length),
    write: (asked, content, expectedHash) => files.write(asked, content, expectedHash),
    list: (asked, range) => files.list(asked, range),
    makeFolder: (asked) => files.makeFolder(asked),
    rename: (from, to) => files.rename(from, to),
    remove: (asked) => files.remove(asked),
    openFolder: (asked) => files.openFolder(asked),
    watch: (on) => changes.add(on),
    resolveProgram: async (name) => {
      if (name === '' || /[\0\n]/.test(name)) return undefined;
      return (await run(findProgram(name, real))).trim() || undefined;
    },
    fingerprint: (file, part) => fingerprint(run, files, path.posix.resolve(real, file), part),
    exec: (request, onOutput, signal) => programs.exec(request, onOutput, signal),
    terminal: (size, on) => programs.terminal(size, on),
    ports: {
      list: async () => listOwnPorts(run),
      connect: async (port, signal) => {
        const { forward, environment } = await link.connect();
        return spawnForwarder(forward(port), environment, port, signal);
      },
    },
    dispose: async () => {
      changes.close();
      await programs.dispose();
      await link.close();
    },
  };
}

/** Ports of the user's own programs. Only Linux reports them. */
async function listOwnPorts(run: (script: string) => Promise<string>): Promise<readonly ListeningPort[]> {
  const lines = await run(`id -u; ${PRINT_SOCKETS}`);
  const uid = Number.parseInt(lines, 10);
  return toPorts(parseSockets(lines).filter((socket) => socket.uid === uid)).map((port) => ({ port }));
}

/** The content hash of a file anywhere on the remote host. */
async function fingerprint(
  run: (script: string) => Promise<string>,
  files: RemoteFiles,
  file: string,
  part: 'scripts' | undefined,
): Promise<string | undefined> {
  if (/[\0\n]/.test(file)) return undefined;
  if (part === undefined) return HASH.exec(await run(hashFile(file)))?.[0];
  const content = await files.read(file, MAX_PACKAGE_BYTES).catch(() => undefined);
  if (content === undefined) return undefined;
  return createHash('sha256')
    .update(readPackageScripts(content.text ?? ''))
    .digest('hex');
}

/** Creates the workspace if its parent exists, and returns its real path. @throws {FileError} */
async function openWorkspace({ run, sftp, host }: SshConnection, folder: string): Promise<string> {
  const at = folder.startsWith('~/') ? folder.slice(2) : folder;
  await run(`[ -d ${quote(at)} ] || mkdir -p -- ${quote(at)} 2>/dev/null`);
  const real = (await run(`cd -- ${quote(at)} 2>/dev/null && pwd -P`)).trimEnd();
  if (real === '')
    throw new FileError('not-found', `The folder ${folder} on ${host} doesn't exist and couldn't be created.`);
  await sftp.lstat(real);
  return real;
}

/** The connection of a machine, which is opened again if it was lost. */
class Link {
  readonly mark: string;
  readonly #target: SshTarget;
  readonly #context: MachineContext;
  #current: Promise<SshConnection> | undefined;

  constructor(target: SshTarget, context: MachineContext) {
    this.#target = target;
    this.#context = context;
    this.mark = `${context.owner}.${randomUUID()}`;
  }

  async connect(): Promise<SshConnection> {
    const known = await this.#current?.catch(() => undefined);
    if (known?.isOpen() === true) return known;
    const opening = this.#open();
    this.#current = opening;
    return opening;
  }

  async close(): Promise<void> {
    const connection = await this.#current?.catch(() => undefined);
    this.#current = undefined;
    await connection?.close();
  }

  async #open(): Promise<SshConnection> {
    const folder = path.join(this.#context.dataFolder, 'ssh');
    await fs.mkdir(folder, { recursive: true, mode: OWNER_ONLY });
    // Short, because systems limit the length of the path of a socket.
    const socket = path.join(folder, randomUUID().slice(0, ID_CHARS));
    return openSshConnection({ ...this.#target, socket, mark: this.mark }, this.#context);
  }
}
