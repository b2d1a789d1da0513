// The durable events of a session. Lists, transcripts, and usage are derived from them.
import type { PartChange } from '../types/approval-edits.ts';
import type { CommandProgram } from '../types/command-program.ts';
import type { AttachedFile, Block, ImageBlock, StopReason, Usage } from '../types/content.ts';
import type { Question, QuestionAnswers, QuestionOutcome } from '../types/questions.ts';
import type { BudgetStop } from '../types/budgets.ts';
import type { QuotaOutcome, QuotaWait } from '../types/quota.ts';
import type { RunOptions } from './run-options.ts';

/** Ways to queue a message that arrives during a run. */
export const QUEUE_MODES = ['steer', 'followup', 'collect', 'interrupt'] as const;
/** A way to queue a message that arrives during a run. */
export type QueueMode = (typeof QUEUE_MODES)[number];

/** Why a run failed, as text for people and a code for programs. */
export interface RunError {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly retryAfterMs?: number;
  readonly httpStatus?: number;
  readonly provider?: string;
  readonly model?: string;
}

/** How a pending approval ended. */
export type ApprovalOutcome = 'allow-once' | 'allow-session' | 'allow-always' | 'deny' | 'expired' | 'cancelled';

/** How a pause at a budget ended. `cleared`: the budget has room again, was changed, or was removed. */
export type BudgetOutcome = 'raised' | 'cleared' | 'stopped';

/** A file whose content a command runs, as it was when approval was requested or the rule was stored. */
export interface RunFile {
  /** Relative to the workspace, or absolute outside it. `package.json#scripts`: only the scripts. */
  readonly path: string;
  /** SHA-256 of the content, hex. */
  readonly hash: string;
}

/** What a person sees before deciding: what, where, who, and why. */
export interface ApprovalSubject {
  readonly tool: string;
  /** The command line, or one line that describes what the tool will do. */
  readonly command: string;
  readonly argv?: readonly string[];
  readonly cwd: string;
  readonly sandbox: string;
  readonly resolvedPath?: string;
  /** Why no rule covered it. */
  readonly reason: string;
  readonly risks: readonly string[];
  /** The rule that "always" would store, as words; absent if it can't be stored. */
  readonly suggestedRule?: readonly string[];
  /** The command is a plan in Markdown. Allowing it once continues in Ask mode, for the session in Accept edits. */
  readonly isPlan?: true;
  /** Unified diff, for edits. */
  readonly diff?: string;
  /** Scripts, build files, and package scripts that the command runs. If one changes, approval is required again. */
  readonly files?: readonly RunFile[];
  /** For command lines: each program that it runs, with the decision on it. */
  readonly programs?: readonly CommandProgram[];
}

/** An edit that was allowed. Who made it is who answered the approval. */
export interface ApprovalEdit {
  readonly changes: readonly PartChange[];
  /** What was allowed instead of the request. */
  readonly subject: ApprovalSubject;
}

/** Fields by event type. */
interface Bodies {
  /** A message was accepted. Written to disk before it is acknowledged. `queue` is absent if its run starts immediately. */
  'message.accepted': {
    messageId: string;
    runId: string;
    text: string;
    images?: readonly ImageBlock[];
    files?: readonly AttachedFile[];
    sender?: string;
    queue?: QueueMode;
    /** It was queued when the conversation was rewound, and starts only on request. */
    held?: true;
    options?: RunOptions;
  };
  /** A queued message was edited, or `released`: it is no longer held. */
  'message.edited': { messageId: string; text: string; queue: QueueMode; released?: true };
  /** A queued message was moved before another one, or to the end. */
  'message.moved': { messageId: string; beforeId?: string };
  'message.withdrawn': { messageId: string };
  /** A steering message was added to the active run. */
  'message.injected': { messageId: string; runId: string };
  /** A run for `messageIds` (usually one) started. */
  'run.started': { runId: string; messageIds: readonly string[]; agentId: string; provider: string; model: string };
  /** The run continues with another model after the previous one failed. */
  'run.fallback': { runId: string; provider: string; model: string; error: RunError };
  /** A message of the model, complete or partial. */
  'message.completed': {
    messageId: string;
    runId: string;
    content: readonly Block[];
    stopReason: StopReason;
    provider: string;
    model: string;
    usage?: Usage;
    /** Of a message copied into a fork: tokens that were spent, and are counted, in the original session. */
    copiedUsage?: Usage;
    durationMs?: number;
    /** How long the model thought, ms, by the position of the thinking block in `content`. */
    thinkingMs?: Readonly<Record<string, number>>;
  };
  /** A tool call is about to run. From here on, it may have had effects. */
  'tool.started': { callId: string; runId: string; name: string; title: string; decidedBy: string };
  'tool.finished': {
    callId: string;
    runId: string;
    name: string;
    isError: boolean;
    /** The text returned to the model. */
    text: string;
    /** More details for display: exit code, diff, path, counts. */
    details: Readonly<Record<string, unknown>>;
    durationMs: number;
  };
  'approval.requested': {
    approvalId: string;
    callId: string;
    runId: string;
    subject: ApprovalSubject;
    expiresAtMs: number;
  };
  'approval.resolved': {
    approvalId: string;
    callId: string;
    runId: string;
    outcome: ApprovalOutcome;
    resolvedBy: string;
    /** A rule answered, not a person. */
    isByPolicy?: true;
    reason?: string;
    /** The person changed the call and allowed it once. */
    edit?: ApprovalEdit;
  };
  /** The agent asked a person. The answer becomes the result of the call. */
  'question.asked': {
    questionSetId: string;
    callId: string;
    runId: string;
    questions: readonly Question[];
    expiresAtMs: number;
  };
  'question.resolved': {
    questionSetId: string;
    callId: string;
    runId: string;
    outcome: QuestionOutcome;
    answers?: QuestionAnswers;
    resolvedBy: string;
  };
  /** The run paused before a model request, because a budget could be exceeded. */
  'budget.reached': { runId: string; stop: BudgetStop };
  /** The run continues after `raised` (or because there is room again), or ends after `stopped`. */
  'budget.resolved': { runId: string; stopId: string; outcome: BudgetOutcome; resolvedBy: string };
  /** Every model of the run failed, and at least one only until its provider's limit resets. The run waits for that. */
  'quota.waiting': { runId: string; wait: QuotaWait };
  /** The run continues with this model. With the outcome `model`, it keeps it until it ends. */
  'quota.resolved': {
    runId: string;
    waitId: string;
    outcome: QuotaOutcome;
    provider: string;
    model: string;
    resolvedBy: string;
  };
  'run.ended': {
    runId: string;
    status: 'done' | 'failed' | 'aborted' | 'interrupted';
    stopReason: StopReason;
    error?: RunError;
    usage: Usage;
    modelCalls: number;
    startedAtMs: number;
  };
  /** For the model, `summary` replaces everything before `keptFromSeq`. People can still read it. */
  compacted: {
    summary: string;
    keptFromSeq: number;
    tokensBefore: number;
    tokensAfter: number;
    trigger: 'manual' | 'tokens' | 'count';
  };
  /** The compaction at `compactionSeq` was undone. The model again sees everything from `keptFromSeq` on. */
  'compaction.undone': { compactionSeq: number; keptFromSeq: number; tokensAfter: number };
  /** A person edited the summary of a compaction. */
  'compaction.edited': { compactionSeq: number; summary: string };
  /** The conversation was rewound to just before the event `beforeSeq`. The rest is kept as a branch. */
  rewound: { beforeSeq: number };
  /**
   * The conversation switched to the branch that ends at the event `leafSeq`. Its content is only known from the whole log, so a
   * client that holds a part of it must reload the session.
   */
  'branch.switched': { leafSeq: number };
  /** First event of a session that starts with a copy of another one's conversation. */
  forked: { fromKey: string; fromSessionId: string; entryId: string; title?: string };
  /**
   * A new, empty conversation under the same key. `reason` is absent if a person requested it, and `deleted` if the earlier one was
   * deleted and can no longer be read.
   */
  reset: { sessionId: string; previousSessionId: string; reason?: 'idle' | 'daily' | 'deleted' };
  /** A note was added without a run: context for the model, or the reply to the command in `label`. */
  'note.added': { messageId: string; text: string; label?: string };
  'model.changed': { provider: string; model: string };
}

/** The name of a durable event. */
export type SessionEventType = keyof Bodies;

/** An event without its number. */
export type SessionEventDraft = {
  [T in SessionEventType]: { readonly type: T } & Readonly<Bodies[T]>;
}[SessionEventType];

/** A durable event. `seq` counts from 1 within its session, without gaps; `ts` is Unix ms. */
export type SessionEvent = SessionEventDraft & { readonly seq: number; readonly ts: number };

/** An event of type `T`. */
export type SessionEventOf<T extends SessionEventType> = Extract<SessionEvent, { type: T }>;
