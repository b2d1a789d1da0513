// Heartbeats, wake-ups and system events: the types.

/** How a heartbeat went. */
export interface HeartbeatRow {
  readonly ts: number;
  /** `ok-token`: it had nothing to say; `sent`: it said something. */
  readonly status: 'sent' | 'ok-token' | 'skipped' | 'failed';
  readonly agentId: string;
  readonly sessionKey: string;
  readonly reason?: string;
  readonly preview?: string;
  readonly durationMs?: number;
  readonly silent?: boolean;
}

/** Answer to `set-heartbeats`. */
export interface HeartbeatsSet {
  readonly ok: true;
  /** Whether any agent has one. */
  readonly enabled: boolean;
  readonly agents: readonly {
    readonly agentId: string;
    readonly enabled: boolean;
    readonly every: string;
    readonly everyMs: number | null;
  }[];
}
