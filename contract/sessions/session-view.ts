// What a person sees of a session: the shape that the fold builds on both ends.
import type { Question, QuestionAnswers, QuestionOutcome } from '../types/questions.ts';
import type { Block, ImageBlock, StopReason, Usage } from '../types/content.ts';
import type { RunOptions } from './run-options.ts';
import type { ApprovalOutcome, ApprovalSubject, QueueMode, RunError } from './session-events.ts';

interface ItemBase {
  readonly id: string;
  /** Number of the event that made this item: the order of the transcript. */
  readonly seq: number;
  readonly ts: number;
}

/** A message of a person. */
export interface UserItem extends ItemBase {
  readonly kind: 'user';
  readonly runId: string;
  readonly text: string;
  readonly images: readonly ImageBlock[];
  readonly sender?: string;
  readonly steered: boolean;
}

/** A completed message of the model. Its tool calls stand in `calls`, in order. */
export interface AssistantItem extends ItemBase {
  readonly kind: 'assistant';
  readonly runId: string;
  readonly content: readonly Block[];
  readonly stopReason: StopReason;
  readonly provider: string;
  readonly model: string;
  readonly usage?: Usage;
  readonly durationMs?: number;
  readonly calls: readonly ToolCallView[];
}

/** A tool call with what became of it. `unknown`: the host was killed while it ran, so it may have had effects. */
export interface ToolCallView {
  readonly callId: string;
  readonly name: string;
  readonly title?: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly state:
    | 'waiting'
    | 'approval'
    | 'question'
    | 'running'
    | 'done'
    | 'failed'
    | 'denied'
    | 'cancelled'
    | 'unknown';
  readonly approval?: ApprovalView;
  readonly question?: QuestionView;
  readonly text?: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly startedAt?: number;
  readonly durationMs?: number;
  readonly decidedBy?: string;
}

/** Questions to the person within the tool call that asks them. */
export interface QuestionView {
  readonly questionSetId: string;
  readonly questions: readonly Question[];
  readonly askedAt: number;
  readonly expiresAtMs: number;
  readonly outcome?: QuestionOutcome;
  readonly answers?: QuestionAnswers;
  readonly resolvedBy?: string;
}

/** An approval within its tool call. */
export interface ApprovalView {
  readonly approvalId: string;
  readonly subject: ApprovalSubject;
  readonly requestedAt: number;
  readonly expiresAtMs: number;
  readonly outcome?: ApprovalOutcome;
  readonly resolvedBy?: string;
  readonly resolvedAt?: number;
  readonly reason?: string;
}

/** A thin line in the transcript: compaction, reset, model switch, a run that failed or was stopped. */
export interface DividerItem extends ItemBase {
  readonly kind: 'divider';
  readonly what:
    | 'compacted'
    | 'reset'
    | 'model'
    | 'fallback'
    | 'failed'
    | 'aborted'
    | 'interrupted'
    | 'note'
    | 'forked';
  readonly runId?: string;
  readonly text: string;
  readonly error?: RunError;
  /** Folded text that opens: a compaction's summary. */
  readonly more?: string;
  /** Of a compaction: where the kept part begins. */
  readonly keptFromSeq?: number;
  /** Of a compaction: the event that took it back. */
  readonly undoneSeq?: number;
}

/** One row of the transcript. */
export type Item = UserItem | AssistantItem | DividerItem;

/** A message that waits for its turn. */
export interface QueuedMessage {
  readonly messageId: string;
  readonly runId: string;
  readonly text: string;
  readonly images: readonly ImageBlock[];
  readonly queue: QueueMode;
  readonly ts: number;
  readonly options?: RunOptions;
}

/** How a run stands or ended. */
export interface RunView {
  readonly runId: string;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly status: 'running' | 'done' | 'failed' | 'aborted' | 'interrupted';
  readonly provider: string;
  readonly model: string;
  readonly usage?: Usage;
  readonly error?: RunError;
  /** Options of the messages that it answers; absent once it has ended. */
  readonly options?: RunOptions;
}

/** A session as far as its durable events go. `items` may be a window: `firstSeq` says where it begins. */
export interface SessionView {
  /** Somebody went back in it, or to another branch: it has, or had, more than one. */
  readonly branched?: true;
  readonly seq: number;
  readonly items: readonly Item[];
  readonly queue: readonly QueuedMessage[];
  /** Options of a message that was accepted without waiting, until its run starts. */
  readonly nextOptions?: RunOptions;
  readonly run?: RunView;
  readonly lastRun?: RunView;
  readonly usage: Usage;
  /** Tokens that the last model call had in its context. */
  readonly contextTokens: number;
  readonly keptFromSeq: number;
}
