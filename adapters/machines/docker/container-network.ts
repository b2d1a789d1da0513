// The network of a container. With listed hosts, the container itself has none: a program inside forwards a port to the socket of a
// proxy on this computer, which decides about each destination.
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorMessage } from '#contract/wire/errors.ts';
import { FileError } from '#core/ports/machine.ts';
import type { MachineContext } from '../define-machine.ts';
import { BRIDGES } from './bridge-script.ts';
import type { DockerSettings, ExtraMount } from './container-options.ts';
import type { RunScript } from './control-shell.ts';
import { PRINT_SOCKETS, parsePorts } from './listening-ports.ts';
import { PROXY_PORT } from './proxy-port.ts';

const FOLDER_INSIDE = '/run/gatehouse';
const SOCKET_NAME = 'proxy.sock';
/** Who may enter the folder is decided by the folders above it, which belong to the host only. */
const ENTER = 0o711;
const ANYONE = 0o666;
const START_MS = 10_000;
const POLL_MS = 50;

/** The network of one container. */
export interface ContainerNetwork {
  /** The engine's own network, whose connections aren't recorded. */
  readonly isOpen: boolean;
  readonly mounts: readonly ExtraMount[];
  /** Connects a container that has just started. @throws {FileError} */
  start(control: RunScript): Promise<void>;
  /** Variables for its programs. */
  environment(): Promise<Readonly<Record<string, string>>>;
  close(): Promise<void>;
}

const PLAIN: ContainerNetwork = {
  isOpen: false,
  mounts: [],
  start: async () => undefined,
  environment: async () => ({}),
  close: async () => undefined,
};

/** What a network is opened with. */
export interface NetworkRequest {
  readonly settings: DockerSettings;
  /** Folder of this computer for the socket. */
  readonly folder: string;
  readonly owner: { readonly agentId: string; readonly sessionKey?: string };
  readonly egress: MachineContext['egress'];
  readonly onRefused: (message: string) => void;
}

/** Opens the network that the settings ask for. @throws {FileError} `unavailable` */
export async function openContainerNetwork(request: NetworkRequest): Promise<ContainerNetwork> {
  const { settings, folder, owner, egress, onRefused } = request;
  if (settings.network !== 'hosts') return { ...PLAIN, isOpen: settings.network === 'open' };
  await fs.mkdir(folder, { recursive: true });
  await fs.chmod(folder, ENTER);
  const opening = egress.open({
    level: 'hosts',
    hosts: settings.hosts,
    setting: 'machines.docker.hosts',
    listen: { socketPath: path.join(folder, SOCKET_NAME), mode: ANYONE },
    owner: { machine: 'docker', ...owner },
    onRefused,
    signal: new AbortController().signal,
  });
  const proxy = await opening.catch((error: unknown) => {
    throw new FileError(
      'unavailable',
      `Couldn't start the proxy of the container: ${errorMessage(error)}. Check the log, then retry.`,
    );
  });
  return {
    isOpen: false,
    mounts: [{ from: folder, to: FOLDER_INSIDE, isReadOnly: true }],
    start: startBridge,
    environment: () => proxy.environment(`http://127.0.0.1:${PROXY_PORT}`),
    close: () => proxy.close(),
  };
}

async function startBridge(control: RunScript): Promise<void> {
  const found = await control(
    BRIDGES.map(({ program }) => `command -v ${program} >/dev/null && printf ' ${program} '`).join('\n'),
  );
  const bridge = BRIDGES.find(({ program }) => found.includes(` ${program} `));
  if (bridge === undefined) {
    const names = BRIDGES.map(({ program }) => program).join(', ');
    throw new FileError(
      'unavailable',
      `Access by host needs one of these programs in the image: ${names}. Choose another image, or change machines.docker.network in the configuration file.`,
    );
  }
  await control(`${bridge.command(PROXY_PORT, `${FOLDER_INSIDE}/${SOCKET_NAME}`)} </dev/null >/dev/null 2>&1 &`);
  for (const end = performance.now() + START_MS; performance.now() < end; await sleep(POLL_MS))
    if (parsePorts(await control(PRINT_SOCKETS)).includes(PROXY_PORT)) return;
  throw new FileError(
    'unavailable',
    `${bridge.program} in the container didn't start forwarding to the proxy. Check the image, then retry.`,
  );
}
