// Nodes: types.

/** A node and its commands. */
export interface NodeRow {
  readonly nodeId: string;
  readonly displayName?: string;
  readonly platform: string;
  readonly version: string;
  readonly clientId: string;
  readonly clientMode: string;
  readonly deviceFamily?: string;
  readonly modelIdentifier?: string;
  readonly coreVersion?: string;
  readonly uiVersion?: string;
  readonly remoteIp?: string;
  readonly permissions: Readonly<Record<string, boolean>>;
  /** Paired without a person's approval. */
  readonly silent: boolean;
  /** Approved again after an earlier pairing. */
  readonly isRepair: boolean;
  readonly caps: readonly string[];
  readonly commands: readonly string[];
  readonly approvalState: string;
  readonly paired: boolean;
  readonly connected: boolean;
  readonly connectedAtMs?: number;
  readonly lastSeenAtMs?: number;
  readonly approvedAtMs?: number;
}

/** A node whose declared commands are pending or approved. */
export type NodePairRow = Pick<
  NodeRow,
  'nodeId' | 'platform' | 'version' | 'clientId' | 'clientMode' | 'caps' | 'commands'
> & {
  readonly displayName?: string;
};

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
