// Pending capability declarations of nodes.
import type { Clock, Ids } from '#core/ports/clock.ts';
import type { DeviceRecord, NodeSurface } from '#core/ports/identity.ts';

/** Commands that only an admin may approve because they affect the whole machine. */
const ADMIN_COMMANDS =
  /^(system\.run|system\.run\.prepare|system\.which|browser\.proxy.*|fs\.listDir|system\.execApprovals\.(get|set))$/;

/** What a node declares. */
export type NodeDeclaration = Omit<NodeSurface, 'approvedAtMs'>;

/** A node whose declaration is pending. */
export interface NodeRequest extends NodeDeclaration {
  readonly requestId: string;
  readonly device: DeviceRecord;
  readonly silent: boolean;
  readonly ts: number;
}

/** Scopes that an approver of these commands needs. */
export function approverScopes(commands: readonly string[]) {
  if (commands.some((command) => ADMIN_COMMANDS.test(command))) return ['operator.pairing', 'operator.admin'] as const;
  return commands.length === 0 ? (['operator.pairing'] as const) : (['operator.pairing', 'operator.write'] as const);
}

/** One pending declaration per node. They are kept in memory: a node declares again whenever it connects. */
export class NodePairing {
  readonly #open = new Map<string, NodeRequest>();
  readonly #clock: Clock;
  readonly #ids: Ids;

  constructor(clock: Clock, ids: Ids) {
    this.#clock = clock;
    this.#ids = ids;
  }

  /** Opens a request; undefined when the same declaration is already pending. */
  declare(device: DeviceRecord, surface: NodeDeclaration): NodeRequest | undefined {
    const { caps, commands } = surface;
    const open = this.#open.get(device.deviceId);
    if (open !== undefined && open.commands.join() === commands.join() && open.caps.join() === caps.join())
      return undefined;
    const silent = device.approvedVia === 'silent';
    const request = { requestId: this.#ids.next(), device, ...surface, silent, ts: this.#clock.now() };
    this.#open.set(device.deviceId, request);
    return request;
  }

  list(): readonly NodeRequest[] {
    return [...this.#open.values()];
  }

  get(requestId: string): NodeRequest | undefined {
    return this.list().find((request) => request.requestId === requestId);
  }

  /** Removes the pending declaration of a node. */
  forget(deviceId: string): void {
    this.#open.delete(deviceId);
  }
}
