// Live events: decoration between two durable events. They may be merged or lost; the durable event supersedes them.

/** An addition to a message that streams. `offset` is the length of this part's text before `text`, in UTF-16 units. */
export interface MessageDelta {
  readonly kind: 'text' | 'thinking';
  readonly runId: string;
  readonly messageId: string;
  /** Position of the block within the message. */
  readonly index: number;
  readonly offset: number;
  readonly text: string;
}

/** The model has begun to write a tool call, or wrote more of its arguments (JSON text). */
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

/** Output of a tool that runs. `offset` counts all output so far, so a reader can tell what it missed. */
export interface ToolOutputDelta {
  readonly kind: 'tool-output';
  readonly runId: string;
  readonly callId: string;
  readonly offset: number;
  readonly text: string;
}

/** What a run waits for right now. `detail` is in words for a person. */
export interface RunPhase {
  readonly kind: 'phase';
  readonly runId: string;
  readonly phase:
    | 'context'
    | 'model'
    | 'streaming'
    | 'approval'
    | 'question'
    | 'tool'
    | 'retry'
    | 'stalled'
    | 'compacting';
  readonly detail?: string;
  /** Unix ms at which a retry is tried. */
  readonly until?: number;
  readonly since: number;
}

/** Any live event of one session. */
export type LiveEvent = MessageDelta | ToolCallDelta | ToolOutputDelta | RunPhase;

/** The part of a session that is not durable yet: what a newcomer must know to continue with live events. */
export interface OpenState {
  readonly phase?: RunPhase;
  readonly message?: {
    readonly runId: string;
    readonly messageId: string;
    readonly blocks: readonly OpenBlock[];
  };
  /** Output so far (its tail, with the offset at which it begins) of each tool call that runs. */
  readonly toolOutput: Readonly<Record<string, { readonly offset: number; readonly text: string }>>;
}

/** One block of an open message. */
export interface OpenBlock {
  readonly kind: 'text' | 'thinking' | 'tool-call';
  readonly text: string;
  readonly callId?: string;
  readonly name?: string;
}
