// Nodes: the types.

/** What a node is and can do. */
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
  /** Paired without anybody being asked. */
  readonly silent: boolean;
  /** Allowed again after it was known already. */
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

/** A node whose declaration waits, or is allowed. */
export type NodePairRow = Pick<
  NodeRow,
  'nodeId' | 'platform' | 'version' | 'clientId' | 'clientMode' | 'caps' | 'commands'
> & {
  readonly displayName?: string;
};

/** A declaration that waits. */
export type PendingNode = NodePairRow & {
  readonly requestId: string;
  readonly requiredApproveScopes: readonly string[];
  readonly silent: boolean;
  readonly ts: number;
};

/** What a node answered. */
export interface NodeInvocation {
  readonly ok: true;
  readonly nodeId: string;
  readonly command: string;
  readonly payload: unknown;
  readonly payloadJSON: string | null;
}

/** Work that a node is to do when it is in the foreground again. */
export interface NodeAction {
  readonly id: string;
  readonly command: string;
  readonly paramsJSON: string | null;
  readonly enqueuedAtMs: number;
}
