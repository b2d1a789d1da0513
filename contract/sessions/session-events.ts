// The durable events of a session: the truth that lists, transcripts and usage are projected from.
import { Type, type Static, type TSchema } from 'typebox';
import { Question, QuestionAnswers, QuestionOutcome } from '../types/questions.ts';
import { Block, ImageBlock, StopReason, Usage } from '../types/content.ts';
import { RunOptions } from './run-options.ts';

const Id = Type.String({ minLength: 1 });
const optional = <T extends TSchema>(schema: T) => Type.Optional(schema);

/** How a message that arrived while a run was active is used. */
export const QueueMode = Type.Union([
  Type.Literal('steer'),
  Type.Literal('followup'),
  Type.Literal('collect'),
  Type.Literal('interrupt'),
]);
export type QueueMode = Static<typeof QueueMode>;

/** Why a run failed, in words for a person and in a code for a program. */
export const RunError = Type.Object({
  code: Type.String(),
  message: Type.String(),
  hint: optional(Type.String()),
  retryAfterMs: optional(Type.Integer()),
  httpStatus: optional(Type.Integer()),
  provider: optional(Type.String()),
  model: optional(Type.String()),
});
export type RunError = Static<typeof RunError>;

/** How a pending approval ended. */
export const ApprovalOutcome = Type.Union([
  Type.Literal('allow-once'),
  Type.Literal('allow-session'),
  Type.Literal('allow-always'),
  Type.Literal('deny'),
  Type.Literal('expired'),
  Type.Literal('cancelled'),
]);
export type ApprovalOutcome = Static<typeof ApprovalOutcome>;

/** What a person is shown before deciding; enough to know what, where, who and why. */
export const ApprovalSubject = Type.Object({
  tool: Type.String(),
  /** The command line, or one line that says what the tool will do. */
  command: Type.String(),
  argv: optional(Type.Array(Type.String())),
  cwd: Type.String(),
  sandbox: Type.String(),
  resolvedPath: optional(Type.String()),
  /** Why no rule covered it. */
  reason: Type.String(),
  risks: Type.Array(Type.String()),
  /** The rule that "always" would store, as words; absent when it cannot be stored. */
  suggestedRule: optional(Type.Array(Type.String())),
  /** Unified diff, for edits. */
  diff: optional(Type.String()),
});
export type ApprovalSubject = Static<typeof ApprovalSubject>;

const bodies = {
  /** A message of a person was accepted; on disk before the sender is told. `queue` is absent when it starts its run at once. */
  'message.accepted': Type.Object({
    messageId: Id,
    runId: Id,
    text: Type.String(),
    images: optional(Type.Array(ImageBlock)),
    sender: optional(Type.String()),
    queue: optional(QueueMode),
    options: optional(RunOptions),
  }),
  /** A queued message was changed or taken back before it was used. */
  'message.edited': Type.Object({ messageId: Id, text: Type.String(), queue: QueueMode }),
  /** It now waits just before another one, or at the end. */
  'message.moved': Type.Object({ messageId: Id, beforeId: optional(Id) }),
  'message.withdrawn': Type.Object({ messageId: Id }),
  /** A steering message was handed to the model of a running run. */
  'message.injected': Type.Object({ messageId: Id, runId: Id }),
  /** An answer to `messageIds` (normally one) begins. */
  'run.started': Type.Object({
    runId: Id,
    messageIds: Type.Array(Id),
    agentId: Id,
    provider: Type.String(),
    model: Type.String(),
  }),
  /** The run goes on with another model, after the one before failed. */
  'run.fallback': Type.Object({ runId: Id, provider: Type.String(), model: Type.String(), error: RunError }),
  /** A message of the model, whole or as far as it came. */
  'message.completed': Type.Object({
    messageId: Id,
    runId: Id,
    content: Type.Array(Block),
    stopReason: StopReason,
    provider: Type.String(),
    model: Type.String(),
    usage: optional(Usage),
    durationMs: optional(Type.Integer()),
  }),
  /** A tool call passed the policy and is about to run: from here on it may have run. */
  'tool.started': Type.Object({
    callId: Id,
    runId: Id,
    name: Type.String(),
    title: Type.String(),
    decidedBy: Type.String(),
  }),
  'tool.finished': Type.Object({
    callId: Id,
    runId: Id,
    name: Type.String(),
    isError: Type.Boolean(),
    /** What the model receives. */
    text: Type.String(),
    /** What the screen shows besides: exit code, diff, path, counts. */
    details: Type.Record(Type.String(), Type.Unknown()),
    durationMs: Type.Integer(),
  }),
  'approval.requested': Type.Object({
    approvalId: Id,
    callId: Id,
    runId: Id,
    subject: ApprovalSubject,
    expiresAtMs: Type.Integer(),
  }),
  'approval.resolved': Type.Object({
    approvalId: Id,
    callId: Id,
    runId: Id,
    outcome: ApprovalOutcome,
    resolvedBy: Type.String(),
    reason: optional(Type.String()),
  }),
  /** The agent asks the person; the call has its result with the answer. */
  'question.asked': Type.Object({
    questionSetId: Id,
    callId: Id,
    runId: Id,
    questions: Type.Array(Question),
    expiresAtMs: Type.Integer(),
  }),
  'question.resolved': Type.Object({
    questionSetId: Id,
    callId: Id,
    runId: Id,
    outcome: QuestionOutcome,
    answers: optional(QuestionAnswers),
    resolvedBy: Type.String(),
  }),
  'run.ended': Type.Object({
    runId: Id,
    status: Type.Union([
      Type.Literal('done'),
      Type.Literal('failed'),
      Type.Literal('aborted'),
      Type.Literal('interrupted'),
    ]),
    stopReason: StopReason,
    error: optional(RunError),
    usage: Usage,
    modelCalls: Type.Integer(),
    startedAtMs: Type.Integer(),
  }),
  /** Everything before `keptFromSeq` is replaced by `summary` for the model; it stays readable. */
  compacted: Type.Object({
    summary: Type.String(),
    keptFromSeq: Type.Integer(),
    tokensBefore: Type.Integer(),
    tokensAfter: Type.Integer(),
    trigger: Type.Union([Type.Literal('manual'), Type.Literal('tokens'), Type.Literal('count')]),
  }),
  /** The compaction at `compactionSeq` was taken back: the model sees again what is from `keptFromSeq` on. */
  'compaction.undone': Type.Object({
    compactionSeq: Type.Integer(),
    keptFromSeq: Type.Integer(),
    tokensAfter: Type.Integer(),
  }),
  /** Its summary was rewritten by a person. */
  'compaction.edited': Type.Object({ compactionSeq: Type.Integer(), summary: Type.String() }),
  /** The conversation goes back to just before the event `beforeSeq`; what came after is set aside, not erased. */
  rewound: Type.Object({ beforeSeq: Type.Integer() }),
  /**
   * Another branch goes on from where the event `leafSeq` had left it; the branch before is set aside. What it shows is known
   * from the whole log only: a reader that holds a part of it must read the session anew.
   */
  'branch.switched': Type.Object({ leafSeq: Type.Integer() }),
  /** First event of a session that begins with a copy of another one's conversation. */
  forked: Type.Object({ fromKey: Id, fromSessionId: Id, entryId: Id, title: optional(Type.String()) }),
  /**
   * A new, empty conversation under the same key. `reason` is absent when a person asked for it, and `deleted` when the earlier
   * one was deleted: then it cannot be read any more.
   */
  reset: Type.Object({
    sessionId: Id,
    previousSessionId: Id,
    reason: optional(Type.Union([Type.Literal('idle'), Type.Literal('daily'), Type.Literal('deleted')])),
  }),
  /** Text put into the transcript without a run. */
  'note.added': Type.Object({ messageId: Id, text: Type.String(), label: optional(Type.String()) }),
  'model.changed': Type.Object({ provider: Type.String(), model: Type.String() }),
} as const;

/** The name of a durable event. */
export type SessionEventType = keyof typeof bodies;

/** An event before it has its number. */
export type SessionEventDraft = {
  [T in SessionEventType]: { readonly type: T } & Static<(typeof bodies)[T]>;
}[SessionEventType];

/** A durable event: `seq` counts from 1 within its session, without gaps; `ts` is Unix ms. */
export type SessionEvent = SessionEventDraft & { readonly seq: number; readonly ts: number };

/** The event of one type. */
export type SessionEventOf<T extends SessionEventType> = Extract<SessionEvent, { type: T }>;
