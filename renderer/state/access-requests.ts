// Pending access requests: devices, node capabilities and sensitive calls. Prompt, badges and Settings read this list.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PendingDevice } from '#contract/types/devices.ts';
import type { PendingNode } from '#contract/types/nodes.ts';
import type { PendingProof } from '#contract/types/proofs.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { onFresh } from './connection.ts';
import { createDoubleClickGuard, type After } from './timers.ts';

/** A request to the owner of the gateway. `id` is unique within its type. */
export type AccessRequest =
  | { readonly type: 'device'; readonly id: string; readonly at: number; readonly device: PendingDevice }
  | { readonly type: 'node'; readonly id: string; readonly at: number; readonly node: PendingNode }
  | { readonly type: 'proof'; readonly id: string; readonly at: number; readonly proof: PendingProof };

type State = { readonly pending: readonly AccessRequest[] };

/** The list, oldest first, and the one way to answer. */
export interface AccessRequests {
  readonly store: StoreApi<State>;
  /** The second click of a double click is ignored: it must not approve a request that nobody has read. @throws {RequestError} */
  answer(request: AccessRequest, isAllowed: boolean): Promise<void>;
}

/** A page signs its own sensitive calls immediately: only requests still pending after this time need the user, ms. */
const SIGNING_MS = 1_500;
const PAIRING_EVENTS = [
  'device.pair.requested',
  'device.pair.resolved',
  'node.pair.requested',
  'node.pair.resolved',
] as const;

interface Platform {
  now(): number;
  readonly after: After;
}

/** Follows the gateway's requests for as long as the app lives. */
export function createAccessRequests(client: GatewayClient, { now, after }: Platform): AccessRequests {
  const store = createStore<State>(() => ({ pending: [] }));
  const lists = new Map<AccessRequest['type'], readonly AccessRequest[]>();
  const read = async (type: AccessRequest['type']): Promise<void> => {
    // Empty without permission to see the list; after a lost connection it is read again.
    lists.set(type, await LISTS[type](client).catch(() => []));
    store.setState({ pending: [...lists.values()].flat().toSorted((a, b) => a.at - b.at) });
  };
  const readPairing = (): Promise<unknown> => Promise.all([read('device'), read('node')]);
  let cancelProofs: (() => void) | undefined;
  const readProofsLater = (): void => {
    cancelProofs?.();
    cancelProofs = after(SIGNING_MS, () => void read('proof'));
  };
  onFresh(client, () => {
    void readPairing();
    readProofsLater();
  });
  for (const event of PAIRING_EVENTS) client.on(event, () => void readPairing());
  client.on('proof.changed', readProofsLater);
  const isDoubleClick = createDoubleClickGuard(now);
  return {
    store,
    async answer(request, isAllowed) {
      if (isAllowed && isDoubleClick()) return;
      // Removes requests that were answered elsewhere or have expired, too.
      await send(client, request, isAllowed).finally(() => read(request.type));
    },
  };
}

function send(client: GatewayClient, { type, id }: AccessRequest, isAllowed: boolean): Promise<unknown> {
  if (type === 'proof') return client.request(isAllowed ? 'proof.confirm' : 'proof.deny', { id });
  return client.request(`${type}.pair.${isAllowed ? 'approve' : 'reject'}`, { requestId: id });
}

const LISTS: Readonly<Record<AccessRequest['type'], (client: GatewayClient) => Promise<readonly AccessRequest[]>>> = {
  async device(client) {
    const { pending } = await client.request('device.pair.list', {});
    return pending.map((device) => ({ type: 'device', id: device.requestId, at: device.ts, device }));
  },
  async node(client) {
    const { pending } = await client.request('node.pair.list', {});
    return pending.map((node) => ({ type: 'node', id: node.requestId, at: node.ts, node }));
  },
  async proof(client) {
    const { pending } = await client.request('proof.list', {});
    return pending.map((proof) => ({ type: 'proof', id: proof.id, at: proof.createdAtMs, proof }));
  },
};
