// Nodes: types.
import type { PairedDevice } from './devices.ts';

/** A node whose declared commands are pending or approved. */
export interface NodePairRow extends Pick<PairedDevice, 'displayName' | 'platform' | 'clientId' | 'clientMode'> {
  readonly nodeId: string;
  readonly version: string;
  readonly caps: readonly string[];
  readonly commands: readonly string[];
}

/** A node and its commands. */
export interface NodeRow
  extends
    NodePairRow,
    Pick<PairedDevice, 'deviceFamily' | 'modelIdentifier' | 'remoteIp' | 'connected' | 'lastSeenAtMs'> {
  readonly coreVersion?: string;
  readonly uiVersion?: string;
  readonly permissions: Readonly<Record<string, boolean>>;
  /** Paired without a person's approval. */
  readonly silent: boolean;
  /** Approved again after an earlier pairing. */
  readonly isRepair: boolean;
  readonly approvalState: string;
  readonly paired: boolean;
  readonly connectedAtMs?: number;
  readonly approvedAtMs?: number;
}

/** Declared commands that are pending approval. */
export type PendingNode = NodePairRow & {
  readonly requestId: string;
  readonly requiredApproveScopes: readonly string[];
  readonly silent: boolean;
  readonly ts: number;
};

/** Result of a node command. */
export interface NodeInvocation {
  readonly ok: true;
  readonly nodeId: string;
  readonly command: string;
  readonly payload: unknown;
  readonly payloadJSON: string | null;
}

/** Work queued for a node until it is in the foreground. */
export interface NodeAction {
  readonly id: string;
  readonly command: string;
  readonly paramsJSON: string | null;
  readonly enqueuedAtMs: number;
}
