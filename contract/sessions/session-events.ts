// The durable events of a session. Lists, transcripts, and usage are derived from them.
import { Type, type Static, type TSchema } from 'typebox';
import { Question, QuestionAnswers, QuestionOutcome } from '../types/questions.ts';
import { Block, ImageBlock, StopReason, Usage } from '../types/content.ts';
import { RunOptions } from './run-options.ts';

const Id = Type.String({ minLength: 1 });
const optional = <T extends TSchema>(schema: T) => Type.Optional(schema);

/** What happens to a message that arrives during a run. */
export const QueueMode = Type.Union([
  Type.Literal('steer'),
  Type.Literal('followup'),
  Type.Literal('collect'),
  Type.Literal('interrupt'),
]);
export type QueueMode = Static<typeof QueueMode>;

/** Why a run failed, as text for people and a code for programs. */
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
export const ApprovalOutcome = Type.Enum([
  'allow-once',
  'allow-session',
  'allow-always',
  'deny',
  'expired',
  'cancelled',
]);
export type ApprovalOutcome = Static<typeof ApprovalOutcome>;

/** What a person sees before deciding: what, where, who, and why. */
export const ApprovalSubject = Type.Object({
  tool: Type.String(),
  /** The command line, or one line that describes what the tool will do. */
  command: Type.String(),
  argv: optional(Type.Array(Type.String())),
  cwd: Type.String(),
  sandbox: Type.String(),
  resolvedPath: optional(Type.String()),
  /** Why no rule covered it. */
  reason: Type.String(),
  risks: Type.Array(Type.String()),
  /** The rule that "always" would store, as words; absent if it can't be stored. */
  suggestedRule: optional(Type.Array(Type.String())),
  /** Unified diff, for edits. */
  diff: optional(Type.String()),
});
export type ApprovalSubject = Static<typeof ApprovalSubject>;

const bodies = {
  /** A message was accepted. Written to disk before it is acknowledged. `queue` is absent if its run starts immediately. */
  'message.accepted': Type.Object({
    messageId: Id,
    runId: Id,
    text: Type.String(),
    images: optional(Type.Array(ImageBlock)),
    sender: optional(Type.String()),
    queue: optional(QueueMode),
    options: optional(RunOptions),
  }),
  /** A queued message was edited. */
  'message.edited': Type.Object({ messageId: Id, text: Type.String(), queue: QueueMode }),
  /** A queued message was moved before another one, or to the end. */
  'message.moved': Type.Object({ messageId: Id, beforeId: optional(Id) }),
  'message.withdrawn': Type.Object({ messageId: Id }),
  /** A steering message was added to the active run. */
  'message.injected': Type.Object({ messageId: Id, runId: Id }),
  /** A run for `messageIds` (usually one) started. */
  'run.started': Type.Object({
    runId: Id,
    messageIds: Type.Array(Id),
    agentId: Id,
    provider: Type.String(),
    model: Type.String(),
  }),
  /** The run continues with another model after the previous one failed. */
  'run.fallback': Type.Object({ runId: Id, provider: Type.String(), model: Type.String(), error: RunError }),
  /** A message of the model, complete or partial. */
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
  /** A tool call is about to run. From here on, it may have had effects. */
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
    /** The text returned to the model. */
    text: Type.String(),
    /** More details for display: exit code, diff, path, counts. */
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
  /** The agent asked a person. The answer becomes the result of the call. */
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
  /** For the model, `summary` replaces everything before `keptFromSeq`. People can still read it. */
  compacted: Type.Object({
    summary: Type.String(),
    keptFromSeq: Type.Integer(),
    tokensBefore: Type.Integer(),
    tokensAfter: Type.Integer(),
    trigger: Type.Union([Type.Literal('manual'), Type.Literal('tokens'), Type.Literal('count')]),
  }),
  /** The compaction at `compactionSeq` was undone. The model again sees everything from `keptFromSeq` on. */
  'compaction.undone': Type.Object({
    compactionSeq: Type.Integer(),
    keptFromSeq: Type.Integer(),
    tokensAfter: Type.Integer(),
  }),
  /** A person edited the summary of a compaction. */
  'compaction.edited': Type.Object({ compactionSeq: Type.Integer(), summary: Type.String() }),
  /** The conversation was rewound to just before the event `beforeSeq`. The rest is kept as a branch. */
  rewound: Type.Object({ beforeSeq: Type.Integer() }),
  /**
   * The conversation switched to the branch that ends at the event `leafSeq`. Its content is only known from the whole log, so a
   * client that holds a part of it must reload the session.
   */
  'branch.switched': Type.Object({ leafSeq: Type.Integer() }),
  /** First event of a session that starts with a copy of another one's conversation. */
  forked: Type.Object({ fromKey: Id, fromSessionId: Id, entryId: Id, title: optional(Type.String()) }),
  /**
   * A new, empty conversation under the same key. `reason` is absent if a person requested it, and `deleted` if the earlier one was
   * deleted and can no longer be read.
   */
  reset: Type.Object({
    sessionId: Id,
    previousSessionId: Id,
    reason: optional(Type.Union([Type.Literal('idle'), Type.Literal('daily'), Type.Literal('deleted')])),
  }),
  /** A note was added to the transcript without a run. */
  'note.added': Type.Object({ messageId: Id, text: Type.String(), label: optional(Type.String()) }),
  'model.changed': Type.Object({ provider: Type.String(), model: Type.String() }),
} as const;

/** The name of a durable event. */
export type SessionEventType = keyof typeof bodies;

/** An event without its number. */
export type SessionEventDraft = {
  [T in SessionEventType]: { readonly type: T } & Static<(typeof bodies)[T]>;
}[SessionEventType];

/** A durable event. `seq` counts from 1 within its session, without gaps; `ts` is Unix ms. */
export type SessionEvent = SessionEventDraft & { readonly seq: number; readonly ts: number };

/** An event of type `T`. */
export type SessionEventOf<T extends SessionEventType> = Extract<SessionEvent, { type: T }>;
