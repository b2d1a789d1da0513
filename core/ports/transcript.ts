// Transcript rows: a conversation in the store, for reading it in pages.
import type { StopReason } from '#contract/types/content.ts';

/** A row that an event adds; `part` 1 is the tool-call half of a message that also has text. */
export interface TranscriptRow {
  readonly part: number;
  /** Id of the message, tool result or note. Both halves of a message with text and tool calls share it. */
  readonly entryId: string;
  readonly runId?: string;
  /** Present for answers and notes. */
  readonly stopReason?: StopReason;
  readonly provider?: string;
  /** Role first, then content and timestamp; also provider, model, and usage of an answer, or the call of a tool result. */
  readonly message: Readonly<Record<string, unknown>>;
  /** Longest text in it, characters. */
  readonly longest: number;
}

/** A stored row. `json` is its message. */
export interface StoredTranscriptRow {
  readonly seq: number;
  readonly ts: number;
  readonly entryId: string;
  readonly runId: string | null;
  readonly stopReason: StopReason | null;
  readonly provider: string | null;
  readonly json: string;
  /** Longest text in it, characters. */
  readonly longest: number;
}
