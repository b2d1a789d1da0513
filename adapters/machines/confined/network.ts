// The network of a sandbox: none, the hosts that are listed, or that of this computer.
import type { MachineSettings } from '../define-machine.ts';
import { unavailable } from './requirements.ts';

/** How a sandbox reaches the network. */
export interface ConfinedNetwork {
  readonly layout: {
    readonly hasNetwork: boolean;
    readonly socket?: { readonly from: string; readonly to: string };
  };
  /** Shell commands that run inside first. */
  readonly setup: string;
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Opens the network that the settings ask for. @throws {FileError} `unavailable` */
export async function openNetwork(
  { network }: MachineSettings['confined'],
  _sockets: string,
  _socat: string | undefined,
): Promise<ConfinedNetwork> {
  if (network === 'hosts') throw unavailable('access by host needs a proxy', 'Choose another network setting.');
  return {
    layout: { hasNetwork: network === 'open' },
    setup: '',
    env: {},
    close: async () => undefined,
  };
}
