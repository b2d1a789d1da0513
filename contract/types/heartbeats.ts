/** Result of a heartbeat. */
export interface HeartbeatRow {
  readonly ts: number;
  /** `ok-token`: nothing to report; `sent`: the agent reported something. */
  readonly status: 'sent' | 'ok-token' | 'skipped' | 'failed';
  readonly agentId: string;
  readonly sessionKey: string;
  readonly reason?: string;
  readonly preview?: string;
  readonly durationMs?: number;
  readonly silent?: boolean;
}

/** Result of `set-heartbeats`. */
export interface HeartbeatsSet {
  readonly ok: true;
  /** Whether any agent has heartbeats. */
  readonly enabled: boolean;
  readonly agents: readonly {
    readonly agentId: string;
    readonly enabled: boolean;
    readonly every: string;
    readonly everyMs: number | null;
  }[];
}
