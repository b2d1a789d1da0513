// The engine as the gateway sees it. `core/engine/create-engine.ts` builds it from ports; handlers call nothing else.
import type { ApprovalDecision, ApprovalRecord, ApprovalRule } from '#contract/types/approvals.ts';
import type { LiveEvent, OpenState } from '#contract/sessions/live-events.ts';
import type { QuestionAnswers, QuestionRecord } from '#contract/types/questions.ts';
import type { SessionEvent, QueueMode } from '#contract/sessions/session-events.ts';
import type { Item, SessionView } from '#contract/sessions/session-view.ts';
import type { ImageBlock } from '#contract/types/content.ts';
import type { AgentFiles } from '../agents/agent-files.ts';
import type { ExternalApprovalRequest } from '../answers/external-approvals.ts';
import type { ToolSpec } from '../ports/provider.ts';
import type { RowText, SessionQuery, SessionRecord } from '../ports/store.ts';
import type { HistoryEditing } from '../sessions/history-editing-api.ts';
import type { ImportedMessage } from '../runs/imported-messages.ts';

/** A message to send. `runId` is the caller's idempotency key. */
export interface SendRequest {
  /** Canonical key. */
  readonly sessionKey: string;
  readonly text: string;
  readonly images: readonly ImageBlock[];
  readonly runId: string;
  /** What to do when a run is active; default `steer`. */
  readonly queueMode: QueueMode;
  readonly sender: string;
  /** What the sender may do, for slash commands. Absent: only what every message may. */
  readonly scopes?: readonly string[];
  /** For a session that does not exist yet: its workspace (default: the agent's) and model. */
  readonly workspace?: string;
  readonly model?: string;
  readonly category?: string;
  /** For a session that does not exist yet: what was said before the message, and answers and tool results after it. */
  readonly brought?: { readonly before: readonly ImportedMessage[]; readonly after: readonly ImportedMessage[] };
  readonly options?: RunOptions;
}

/** What a program wishes for one run. It is not kept: a run that goes on after a restart does so without. */
export interface RunOptions {
  /** Said to the model after the agent's own instructions. */
  readonly instructions?: string;
  /** Tools that the caller itself carries out: a call of one ends the run with the stop reason `toolUse`. */
  readonly callerTools?: readonly ToolSpec[];
  /** The conversation goes to the model as the caller brought it: nothing is summarised before the model says it is too long. */
  readonly verbatimHistory?: boolean;
  readonly maxOutput?: number;
  readonly thinking?: 'off' | 'low' | 'medium' | 'high';
}

/** One tool call of a person or program, without a model. */
export interface DirectCall {
  /** Canonical key; the session is made when it does not exist. */
  readonly sessionKey: string;
  readonly runId: string;
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly sender: string;
  readonly category?: string;
}

/** What happens in sessions, in order. Listeners must not throw and must not block. */
export type EngineNotice =
  | {
      readonly kind: 'event';
      readonly sessionKey: string;
      readonly agentId: string;
      readonly event: SessionEvent;
      readonly record: SessionRecord;
      readonly rows: readonly Readonly<Record<string, unknown>>[];
    }
  | { readonly kind: 'live'; readonly sessionKey: string; readonly agentId: string; readonly event: LiveEvent }
  | {
      readonly kind: 'session';
      readonly sessionKey: string;
      readonly reason: 'create' | 'patch' | 'delete' | 'restore' | 'reset';
      readonly record: SessionRecord;
    }
  | { readonly kind: 'approval'; readonly approval: ApprovalRecord }
  | { readonly kind: 'rules' };

/** How a run ended, for those who wait. */
export interface RunOutcome {
  readonly runId: string;
  readonly sessionKey: string;
  readonly status: 'done' | 'failed' | 'aborted' | 'interrupted';
  readonly text: string;
  readonly endedAt: number;
  readonly error?: { readonly code: string; readonly message: string };
}

/** A tool as lists show it. */
export interface ToolFacts {
  readonly name: string;
  readonly description: string;
  readonly effect: 'read' | 'write' | 'network' | 'exec' | 'ask';
}

/** A person's answer to questions; without `answers` they are cancelled. */
export interface QuestionAnswer {
  readonly id: string;
  readonly answers?: QuestionAnswers;
  readonly by: string;
}

/** Sessions and runs. All keys are canonical. Errors are {@link GatewayError}s. */
export interface Engine extends HistoryEditing {
  /** Settles what the last process left: interrupted runs, pending approvals, queued messages. Call once, before anything else. */
  recover(): Promise<void>;
  /** Stops taking work, aborts runs as `interrupted`, flushes. */
  stop(): Promise<void>;
  onNotice(listener: (notice: EngineNotice) => void): () => void;

  /** Accepts a message: on disk when it returns. The same `runId` again starts nothing: `in_flight` while it runs, then `ok` / `error`. */
  send(request: SendRequest): Promise<{
    readonly runId: string;
    readonly status: 'started' | 'in_flight' | 'ok' | 'error';
    readonly seq: number;
  }>;
  resend(request: {
    readonly sessionKey: string;
    readonly messageId: string;
    readonly text: string;
    readonly runId: string;
    readonly sender: string;
  }): Promise<{
    readonly runId: string;
    readonly status: 'started' | 'in_flight' | 'ok' | 'error';
    readonly seq: number;
  }>;
  /** Starts one tool call as a run of its own: policy, approval and log as for an agent's. @throws when the session is busy. */
  callTool(call: DirectCall): Promise<{ readonly runId: string; readonly callId: string }>;
  /** Stops the active run (or only `runId`). Takes effect within 200 ms. */
  abort(sessionKey: string, runId?: string): Promise<readonly string[]>;
  editQueued(
    sessionKey: string,
    messageId: string,
    change: { readonly text?: string; readonly queueMode?: QueueMode },
  ): Promise<void>;
  /** Puts a waiting message just before another one, or at the end. */
  moveQueued(sessionKey: string, messageId: string, beforeId: string | undefined): Promise<void>;
  cancelQueued(sessionKey: string, messageId: string): Promise<void>;
  /** Waits for a run's end; undefined after `timeoutMs`. */
  waitForRun(runId: string, timeoutMs: number): Promise<RunOutcome | undefined>;
  activeRuns(): readonly { readonly runId: string; readonly sessionKey: string; readonly startedAt: number }[];

  getSession(key: string): Promise<SessionRecord | undefined>;
  listSessions(query: SessionQuery): Promise<{ readonly sessions: readonly SessionRecord[]; readonly total: number }>;
  createSession(request: {
    readonly key: string;
    readonly title?: string;
    readonly workspace?: string;
    readonly model?: string;
    readonly category?: string;
    readonly permissionMode?: SessionRecord['permissionMode'];
  }): Promise<SessionRecord>;
  patchSession(
    key: string,
    patch: { readonly [K in keyof SessionRecord]?: SessionRecord[K] | undefined },
    by?: string,
  ): Promise<SessionRecord>;
  /** `by` is named in the audit log. */
  resetSession(key: string, by?: string): Promise<SessionRecord>;
  deleteSession(key: string, by?: string): Promise<boolean>;
  restoreSession(key: string, by?: string): Promise<boolean>;
  /** Stops everything and removes all sessions for good; how many there were, and rows by kind. */
  purgeAll(by: string): Promise<{ readonly total: number; readonly removed: Readonly<Record<string, number>> }>;
  /** Removes sessions for good that were deleted before a time; how many. */
  purgeDeleted(before: number): Promise<number>;
  compactSession(
    key: string,
  ): Promise<{ readonly compacted: boolean; readonly summary?: string; readonly tokensBefore?: number }>;

  /** Takes the compaction with the event number `seq` back; it must be the last one in force. @throws {GatewayError} */
  undoCompaction(key: string, seq: number): Promise<void>;
  /** Rewrites its summary. @throws {GatewayError} */
  editSummary(key: string, seq: number, summary: string): Promise<void>;

  /** The view with its last `limit` items and long texts cut, and what is open now. Same tick as later notices: nothing falls between. */
  watch(
    key: string,
    limit: number,
  ): Promise<{ readonly view: SessionView; readonly hasOlder: boolean; readonly open: OpenState }>;
  /** Events after `afterSeq`, or undefined when there are too many to continue. */
  eventsSince(
    key: string,
    afterSeq: number,
  ): Promise<{ readonly events: readonly SessionEvent[]; readonly open: OpenState } | undefined>;
  olderItems(
    key: string,
    beforeSeq: number,
    limit: number,
  ): Promise<{ readonly items: readonly Item[]; readonly hasOlder: boolean }>;
  item(key: string, itemId: string): Promise<Item | undefined>;
  /** Text so far of the message that streams in a session, for `chat.history`. */
  inFlight(key: string): { readonly runId: string; readonly text: string; readonly startedAt: number } | undefined;
  /** Messages that wait in a session, in order. */
  waiting(key: string): Promise<SessionView['queue']>;
  history(
    key: string,
    page: { readonly limit: number; readonly offset: number; readonly sessionId?: string },
  ): Promise<{ readonly rows: readonly RowText[]; readonly total: number }>;

  pendingApprovals(): Promise<readonly ApprovalRecord[]>;
  resolvedApprovals(limit: number, before?: number): Promise<readonly ApprovalRecord[]>;
  getApproval(id: string): Promise<ApprovalRecord | undefined>;
  /** Writes down what a program wants to be allowed and shows it everywhere. @throws when the id was used before. */
  askApproval(request: ExternalApprovalRequest): Promise<ApprovalRecord>;
  /** An approval once it is answered; undefined when there is none, or when `signal` aborts first. */
  waitForApproval(id: string, signal: AbortSignal): Promise<ApprovalRecord | undefined>;
  /** Ends the wait of a program's approval: nobody is there to answer. False when it was answered. */
  expireApproval(id: string): Promise<boolean>;
  /** Questions of agents that wait for a person, oldest first. */
  pendingQuestions(): readonly QuestionRecord[];
  /** One that waits, or that ended lately. */
  getQuestion(id: string): QuestionRecord | undefined;
  /** The first answer wins. @throws {GatewayError} `QUESTION_NOT_FOUND`, `QUESTION_ANSWER_INVALID`. */
  resolveQuestion(answer: QuestionAnswer): Promise<QuestionRecord>;
  /** First answer wins: `applied` is false when another was there before. @throws when the id is unknown. */
  resolveApproval(request: {
    readonly id: string;
    readonly decision: ApprovalDecision;
    readonly by: string;
    readonly reason?: string;
    readonly rule?: readonly string[];
  }): Promise<{ readonly applied: boolean; readonly approval: ApprovalRecord }>;
  rules(agentId?: string): Promise<readonly ApprovalRule[]>;
  /** A rule written by hand, for the agent's workspace. @throws {GatewayError} when the words may not be stored. */
  addRule(rule: { readonly agentId: string; readonly words: readonly string[] }, by: string): Promise<ApprovalRule>;
  removeRule(id: string, by: string): Promise<boolean>;
  restoreRule(id: string, by: string): Promise<boolean>;
  /** All agent-wide rules at once, from the policy file. */
  replaceRules(
    rules: readonly { readonly agentId: string; readonly words: readonly string[] }[],
    by: string,
  ): Promise<void>;
  testPolicy(
    agentId: string,
    command: string,
    cwd: string | undefined,
  ): Promise<{ readonly verdict: 'allow' | 'ask' | 'deny'; readonly reason: string; readonly ruleId?: string }>;

  /** Files that agents are told: AGENTS.md, SOUL.md and others. */
  readonly agentFiles: AgentFiles;
  /** Tools that an agent may use. @throws {GatewayError} when there is no such agent. */
  tools(agentId: string): readonly ToolFacts[];
  commands(): readonly {
    readonly name: string;
    readonly aliases: readonly string[];
    readonly description: string;
    readonly acceptsArgs: boolean;
    readonly category: string;
    readonly args?: readonly { readonly name: string; readonly description: string; readonly required: boolean }[];
  }[];
}
