// Live events between durable events. They can be merged or lost; the durable event supersedes them.

/** An addition to a streaming message. `offset` is the length of this part's text before `text`, in UTF-16 units. */
export interface MessageDelta {
  readonly kind: 'text' | 'thinking';
  readonly runId: string;
  readonly messageId: string;
  /** Position of the block within the message. */
  readonly index: number;
  readonly offset: number;
  readonly text: string;
}

/** The start of a tool call, or more of its arguments (JSON text). */
export interface ToolCallDelta {
  readonly kind: 'tool-call';
  readonly runId: string;
  readonly messageId: string;
  readonly index: number;
  readonly callId: string;
  readonly name: string;
  readonly offset: number;
  readonly text: string;
}

/** Output of a running tool. `offset` counts all output so far, so a client can detect gaps. */
export interface ToolOutputDelta {
  readonly kind: 'tool-output';
  readonly runId: string;
  readonly callId: string;
  readonly offset: number;
  readonly text: string;
}

/** What a run is currently doing or waiting for. `detail` is text for a person. */
export interface RunPhase {
  readonly kind: 'phase';
  readonly runId: string;
  readonly phase:
    | 'queued'
    | 'context'
    | 'model'
    | 'streaming'
    | 'approval'
    | 'question'
    | 'budget'
    | 'quota'
    | 'tool'
    | 'retry'
    | 'stalled'
    | 'compacting';
  readonly detail?: string;
  /** Time of the next retry, or when the limit of the provider resets, Unix ms. */
  readonly until?: number;
  /** While a message streams: when its model request was sent, Unix ms. */
  readonly requestedAt?: number;
  readonly since: number;
}

/** Any live event of one session. */
export type LiveEvent = MessageDelta | ToolCallDelta | ToolOutputDelta | RunPhase;

/** The part of a session that isn't durable yet. New subscribers need it to continue with live events. */
export interface OpenState {
  readonly phase?: RunPhase;
  readonly message?: {
    readonly runId: string;
    readonly messageId: string;
    readonly blocks: readonly OpenBlock[];
  };
  /** Output so far of each running tool call: its tail, with the offset at which it starts. */
  readonly toolOutput: Readonly<Record<string, { readonly offset: number; readonly text: string }>>;
}

/** One block of an open message. */
export interface OpenBlock {
  readonly kind: 'text' | 'thinking' | 'tool-call';
  readonly text: string;
  readonly callId?: string;
  readonly name?: string;
}
