// Pending access requests: devices, node capabilities and sensitive calls. Prompt, badges and Settings read this list.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { EventName } from '#contract/wire/events.ts';
import type { PendingDevice } from '#contract/types/devices.ts';
import type { PendingNode } from '#contract/types/nodes.ts';
import type { PendingProof } from '#contract/types/proofs.ts';
import { onFresh } from './connection.ts';

/** A question to the owner of the gateway. `id` is its own within its type. */
export type AccessRequest =
  | { readonly type: 'device'; readonly id: string; readonly at: number; readonly device: PendingDevice }
  | { readonly type: 'node'; readonly id: string; readonly at: number; readonly node: PendingNode }
  | { readonly type: 'proof'; readonly id: string; readonly at: number; readonly proof: PendingProof };

/** The list, oldest first, and the one way to answer. */
export interface AccessRequests {
  readonly store: StoreApi<{ readonly pending: readonly AccessRequest[] }>;
  /** An allow right after another one is ignored: a double click must not grant access to a request nobody has read. @throws {RequestError} */
  answer(request: AccessRequest, isAllowed: boolean): Promise<void>;
}

/** Time after an allow in which the next one is taken for a double click, ms. */
const DOUBLE_CLICK_MS = 400;
/** A page signs its own sensitive calls at once: only what still waits after this time is a person's question, ms. */
const SIGNING_MS = 1_500;
const PAIRING_EVENTS: readonly EventName[] = [
  'device.pair.requested',
  'device.pair.resolved',
  'node.pair.requested',
  'node.pair.resolved',
];

/** What the list needs of its platform. */
interface Platform {
  now(): number;
  after(ms: number, run: () => void): () => void;
}

/** Follows the gateway's requests for as long as the app lives. */
export function createAccessRequests(client: GatewayClient, { now, after }: Platform): AccessRequests {
  const store = createStore<{ readonly pending: readonly AccessRequest[] }>(() => ({ pending: [] }));
  const lists = new Map<AccessRequest['type'], readonly AccessRequest[]>();
  const read = async (type: AccessRequest['type']): Promise<void> => {
    // Without permission to see a list it is empty; after a lost connection it is read again.
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
  let allowedAt = -Infinity;
  return {
    store,
    async answer(request, isAllowed) {
      if (isAllowed) {
        if (now() - allowedAt < DOUBLE_CLICK_MS) return;
        allowedAt = now();
      }
      // One that was answered elsewhere, or is too old, leaves the list too.
      await send(client, request, isAllowed).finally(() => read(request.type));
    },
  };
}

function send(client: GatewayClient, request: AccessRequest, isAllowed: boolean): Promise<unknown> {
  const { type, id } = request;
  if (type === 'proof') return client.request(isAllowed ? 'proof.confirm' : 'proof.deny', { id });
  const requestId = id;
  if (type === 'node') return client.request(isAllowed ? 'node.pair.approve' : 'node.pair.reject', { requestId });
  return client.request(isAllowed ? 'device.pair.approve' : 'device.pair.reject', { requestId });
}

const LISTS: Readonly<Record<AccessRequest['type'], (client: GatewayClient) => Promise<readonly AccessRequest[]>>> = {
  device: async (client) =>
    (await client.request('device.pair.list', {})).pending.map((device) => ({
      type: 'device',
      id: device.requestId,
      at: device.ts,
      device,
    })),
  node: async (client) =>
    (await client.request('node.pair.list', {})).pending.map((node) => ({
      type: 'node',
      id: node.requestId,
      at: node.ts,
      node,
    })),
  proof: async (client) =>
    (await client.request('proof.list', {})).pending.map((proof) => ({
      type: 'proof',
      id: proof.id,
      at: proof.createdAtMs,
      proof,
    })),
};
