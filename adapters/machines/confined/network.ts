// The network of a sandbox: its own, with nothing but a proxy on this computer, which decides about each destination.
import { errorMessage } from '#contract/wire/errors.ts';
import type { MachineContext, MachineSettings } from '../define-machine.ts';
import type { PrivateFolder } from './private-folder.ts';
import { unavailable } from './requirements.ts';

/** How a sandbox reaches the network. */
export interface ConfinedNetwork {
  readonly layout: { readonly socket?: { readonly from: string; readonly to: string } };
  /** Shell commands that run inside first. */
  readonly setup: string;
  /** Applies changed settings to new connections. */
  restrict(settings: MachineSettings['confined']): void;
  environment(): Promise<Readonly<Record<string, string>>>;
  close(): Promise<void>;
}

/** What a network is opened with. */
export interface NetworkRequest {
  readonly settings: MachineSettings['confined'];
  readonly folder: PrivateFolder;
  readonly agentId: string;
  readonly egress: MachineContext['egress'];
  readonly socat: string | undefined;
}

const NONE: ConfinedNetwork = {
  layout: {},
  setup: '',
  restrict: () => undefined,
  environment: async () => ({}),
  close: async () => undefined,
};
/** Inside, where the proxy is and where programs reach it. */
const SOCKET = '/dev/gatehouse-proxy';
/** The port inside. */
export const PROXY_PORT = 3128;
const PROXY_URL = `http://127.0.0.1:${PROXY_PORT}`;

/** Opens the network that the settings ask for. @throws {FileError} `unavailable` */
export async function openNetwork({
  settings,
  folder,
  agentId,
  egress,
  socat,
}: NetworkRequest): Promise<ConfinedNetwork> {
  const { network, hosts } = settings;
  if (network === 'none') return NONE;
  if (socat === undefined) throw unavailable("socat isn't installed", 'Install the package socat.');
  const open = egress.open({
    level: network,
    hosts,
    setting: 'machines.confined.hosts',
    listen: { socketPath: folder.socket },
    owner: { machine: 'confined', agentId },
    signal: new AbortController().signal,
  });
  const proxy = await open.catch((error: unknown) => {
    throw unavailable(`the proxy couldn't be started (${errorMessage(error)})`, 'Check the log, then retry.');
  });
  return {
    layout: { socket: { from: folder.socket, to: SOCKET } },
    setup: forward(socat),
    restrict: (now) =>
      proxy.allow(now.network === 'none' ? { level: 'hosts', hosts: [] } : { level: now.network, hosts: now.hosts }),
    environment: () => proxy.environment(PROXY_URL),
    close: () => proxy.close(),
  };
}

/** Forwards a port to the proxy, and waits until it does. */
function forward(socat: string): string {
  const listen = `TCP-LISTEN:${PROXY_PORT},bind=127.0.0.1,reuseaddr,fork`;
  return (
    `${socat} ${listen} UNIX-CONNECT:${SOCKET} < /dev/null > /dev/null 2>&1 & ` +
    `until ${socat} -u /dev/null TCP:127.0.0.1:${PROXY_PORT} 2> /dev/null; do sleep 0.02; done; `
  );
}
