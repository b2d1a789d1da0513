// The state of a session as people see it. The fold builds it in the host and in clients.
import type { EditedParts } from '../types/approval-edits.ts';
import type { ApprovalEdit, ApprovalOutcome, QueueMode, RunError, SessionEventOf } from './session-events.ts';
import type { QuestionAnswers, QuestionOutcome } from '../types/questions.ts';
import type { AttachedFile, ImageBlock, Usage } from '../types/content.ts';
import type { BudgetStop } from '../types/budgets.ts';
import type { QuotaWait } from '../types/quota.ts';
import type { RunOptions } from './run-options.ts';

interface ItemBase {
  readonly id: string;
  /** Number of the event that created this item. Defines the order of the transcript. */
  readonly seq: number;
  readonly ts: number;
}

/** A person's message. */
export interface UserItem extends ItemBase {
  readonly kind: 'user';
  readonly runId: string;
  readonly text: string;
  readonly images: readonly ImageBlock[];
  readonly files?: readonly AttachedFile[];
  readonly sender?: string;
  readonly steered: boolean;
}

/** A completed message of the model. `calls` contains its tool calls, in order. */
export interface AssistantItem extends ItemBase, Omit<SessionEventOf<'message.completed'>, 'type' | 'messageId'> {
  readonly kind: 'assistant';
  readonly calls: readonly ToolCallView[];
}

/** A tool call with its outcome. `unknown`: the host was killed while it ran, so it may have had effects. */
export interface ToolCallView {
  readonly callId: string;
  readonly name: string;
  readonly title?: string;
  /** As the model wrote it. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Inputs that a person changed before allowing the call. */
  readonly edited?: EditedParts;
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

/** Questions of a tool call to a person. */
export interface QuestionView extends Pick<
  SessionEventOf<'question.asked'>,
  'questionSetId' | 'questions' | 'expiresAtMs'
> {
  readonly askedAt: number;
  readonly resolvedAt?: number;
  readonly outcome?: QuestionOutcome;
  readonly answers?: QuestionAnswers;
  readonly resolvedBy?: string;
}

/** An approval of a tool call. */
export interface ApprovalView extends Pick<
  SessionEventOf<'approval.requested'>,
  'approvalId' | 'subject' | 'expiresAtMs'
> {
  readonly requestedAt: number;
  readonly outcome?: ApprovalOutcome;
  readonly resolvedBy?: string;
  readonly isByPolicy?: true;
  readonly resolvedAt?: number;
  readonly reason?: string;
  readonly edit?: ApprovalEdit;
}

/** A divider in the transcript: compaction, reset, model change, or a failed or stopped run. */
export interface DividerItem extends ItemBase {
  readonly kind: 'divider';
  readonly what:
    | 'compacted'
    | 'reset'
    | 'model'
    | 'fallback'
    | 'quota'
    | 'failed'
    | 'aborted'
    | 'interrupted'
    | 'note'
    | 'forked';
  readonly runId?: string;
  readonly text: string;
  readonly error?: RunError;
  /** Expandable text: the summary of a compaction. */
  readonly more?: string;
  /** Note only: the command that it answers. Without one, it is context for the model. */
  readonly label?: string;
  /** Compaction only: start of the kept part. */
  readonly keptFromSeq?: number;
  /** Compaction only: the event that undid it. */
  readonly undoneSeq?: number;
}

/** One row of the transcript. */
export type Item = UserItem | AssistantItem | DividerItem;

/** A queued message. */
export interface QueuedMessage {
  readonly messageId: string;
  readonly runId: string;
  readonly text: string;
  readonly images: readonly ImageBlock[];
  readonly files?: readonly AttachedFile[];
  readonly queue: QueueMode;
  /** The user stopped the run for which it was waiting, so it starts only on request. */
  readonly held?: true;
  readonly ts: number;
  readonly options?: RunOptions;
}

/** A pause at a budget. `stoppedBy`: a person stopped the run, which is about to end. */
export interface BudgetPause extends BudgetStop {
  readonly since: number;
  readonly stoppedBy?: string;
}

/** A wait for a provider's limit to reset. */
export interface QuotaPause extends QuotaWait {
  readonly since: number;
}

/** The state of a run. */
export interface RunView {
  readonly runId: string;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly status: 'running' | 'done' | 'failed' | 'aborted' | 'interrupted';
  readonly provider: string;
  readonly model: string;
  readonly usage?: Usage;
  readonly error?: RunError;
  /** The run is paused at a budget. */
  readonly budget?: BudgetPause;
  /** The run waits for a provider's limit to reset. */
  readonly quota?: QuotaPause;
  /** Options of its messages; absent once it has ended. */
  readonly options?: RunOptions;
}

/** The state of a session from its durable events. `items` can be a window of the transcript. */
export interface SessionView {
  /** The session has or had more than one branch. */
  readonly branched?: true;
  readonly seq: number;
  readonly items: readonly Item[];
  readonly queue: readonly QueuedMessage[];
  /** Options of a message that wasn't queued, until its run starts. */
  readonly nextOptions?: RunOptions;
  readonly run?: RunView;
  readonly lastRun?: RunView;
  readonly usage: Usage;
  /** Context size of the last model call, tokens. */
  readonly contextTokens: number;
  readonly keptFromSeq: number;
}
