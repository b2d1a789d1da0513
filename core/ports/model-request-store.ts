// Store port of sent model requests: what can't be rebuilt from a session's events.
import type { Usage } from '#contract/types/content.ts';
import type { RunError } from '#contract/sessions/session-events.ts';

/** Requests kept per session, and for how long, ms. */
export const KEPT_REQUESTS = 1_000;
/** Bytes kept per session, and of all sessions. */
export const KEPT_REQUEST_BYTES = { session: 32 * 1024 * 1024, total: 256 * 1024 * 1024 } as const;
/** How long requests are kept, ms. */
export const REQUEST_RETENTION_MS = 30 * 24 * 60 * 60_000;

/** A part that many requests have in common: the system prompt, the tools, or the collected context. */
export interface RequestPart {
  readonly hash: string;
  readonly text: string;
}

/** A sent request. The conversation is rebuilt from the events of the session up to `seq`. */
export interface ModelRequestRecord {
  readonly id: string;
  readonly sessionKey: string;
  readonly ownerId: string;
  readonly runId: string;
  readonly purpose: 'turn' | 'summary';
  /** Unix ms. */
  readonly at: number;
  readonly durationMs: number;
  readonly attempt: number;
  readonly provider: string;
  readonly model: string;
  readonly seq: number;
  /** What the model could read. */
  readonly images: boolean;
  readonly pdfs: boolean;
  /** Hashes of parts. `messages`: of a request that isn't about the conversation. */
  readonly parts: {
    readonly system: string;
    readonly tools: string;
    readonly context?: string;
    readonly messages?: string;
  };
  readonly maxOutput: number;
  readonly thinking: string;
  /** Estimated tokens of the prompt, which also tell whether it was rebuilt exactly. */
  readonly promptTokens: number;
  readonly usage?: Usage;
  readonly error?: Pick<RunError, 'code' | 'message' | 'httpStatus'>;
}

/**
 * Sent requests. They are removed with their session, after {@link REQUEST_RETENTION_MS}, and, oldest first, beyond
 * {@link KEPT_REQUESTS} and {@link KEPT_REQUEST_BYTES}.
 */
export interface ModelRequestStore {
  /** Adds a request with the parts that aren't stored yet, and removes those that are too old, too many, or too large together. */
  add(record: ModelRequestRecord, parts: readonly RequestPart[]): Promise<void>;
  get(id: string): Promise<ModelRequestRecord | undefined>;
  /** Oldest first. */
  ofRun(runId: string): Promise<readonly ModelRequestRecord[]>;
  part(sessionKey: string, hash: string): Promise<string | undefined>;
}
