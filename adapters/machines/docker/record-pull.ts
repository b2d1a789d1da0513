// Downloads of images in the outbound ledger. The engine makes the connections, so the registry is recorded, and refused if it is
// blocked, before the engine is asked.
import { FileError } from '#core/ports/machine.ts';
import type { OnImageProgress } from '#core/ports/machine-manager.ts';
import { OutboundError } from '#core/ports/outbound.ts';
import type { Destination } from '#core/ports/outbound-ledger.ts';
import { toDestination } from '../../outbound/resolve-host.ts';
import type { MachineContext } from '../define-machine.ts';
import type { Engine } from './engine.ts';
import { pullImage } from './images.ts';

/** Where images without a registry in their name come from. */
const DOCKER_HUB = 'registry-1.docker.io';
const DOCKER_HUB_NAMES = new Set(['docker.io', 'index.docker.io']);

/** Downloads an image. @throws {FileError} */
export async function pullRecorded(
  engine: Engine,
  name: string,
  onProgress: OnImageProgress,
  { egress }: Pick<MachineContext, 'egress'>,
  signal?: AbortSignal,
): Promise<void> {
  const registry = findRegistry(name);
  const blocked = new AbortController();
  let received = 0;
  const traffic = () => ({ sent: 0, received });
  const end = record(egress, registry, () => blocked.abort(), traffic);
  const count: OnImageProgress = (progress) => {
    received = Math.max(received, progress.doneBytes ?? 0);
    onProgress(progress);
  };
  try {
    await pullImage(engine, name, count, AbortSignal.any([blocked.signal, ...(signal === undefined ? [] : [signal])]));
  } catch (error) {
    if (!blocked.signal.aborted) throw error;
    throw new FileError(
      'unavailable',
      `The download of ${name} was stopped because ${registry.host} was blocked. Unblock it on the Network page, then retry.`,
    );
  } finally {
    end();
  }
}

function record(
  egress: MachineContext['egress'],
  registry: Destination,
  stop: () => void,
  traffic: () => { readonly sent: number; readonly received: number },
): () => void {
  try {
    return egress.record({ machine: 'docker' }, registry, stop, traffic);
  } catch (error) {
    if (error instanceof OutboundError) throw new FileError('unavailable', error.message);
    throw error;
  }
}

/** The registry that an image's name asks for. The engine may be set up to use a mirror instead. */
export function findRegistry(name: string): Destination {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0)).toLowerCase();
  const hasRegistry = first === 'localhost' || /[.:]/.test(first);
  const host = hasRegistry && !DOCKER_HUB_NAMES.has(first) && URL.canParse(`https://${first}`) ? first : DOCKER_HUB;
  return toDestination(new URL(`https://${host}`));
}
