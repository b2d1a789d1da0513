// Runs: accepting messages, calling tools directly, stopping and waiting.
import type { ApprovalMode } from '#contract/types/approval-modes.ts';
import type { AttachedFile, ImageBlock } from '#contract/types/content.ts';
import type { RunOptions } from '#contract/sessions/run-options.ts';
import type { QueueMode } from '#contract/sessions/session-events.ts';
import type { JsonObject } from '#contract/types/json-object.ts';
import type { NewSessionRequest } from './sessions-facet.ts';
import type { ToolSummary } from './tools-facet.ts';
import type { ImportedMessage } from '../runs/imported-messages.ts';
import type { Principal } from '../principal.ts';

/** A message to send. `runId` is the caller's idempotency key. */
export interface SendRequest extends Pick<NewSessionRequest, 'workspace' | 'model' | 'category'> {
  /** Canonical key. Workspace, model, and category are those of a session that doesn't exist yet. */
  readonly sessionKey: string;
  readonly text: string;
  readonly images: readonly ImageBlock[];
  readonly files?: readonly AttachedFile[];
  readonly runId: string;
  /** What to do when a run is active; default `steer`. */
  readonly queueMode: QueueMode;
  /** Messages that are held since the last run was stopped stay held; otherwise this message also releases them. */
  readonly keepsHeld?: boolean;
  readonly by: Principal;
  /** For a session that doesn't exist yet: the conversation before the message, and answers and tool results after it. */
  readonly imported?: { readonly before: readonly ImportedMessage[]; readonly after: readonly ImportedMessage[] };
  readonly options?: RunOptions;
  /** The text isn't interpreted as a slash command. */
  readonly literal?: boolean;
  /** The sender decided to send text that looks like a secret. */
  readonly allowsSecrets?: boolean;
  readonly expected?: ExpectedSession;
  /** Called with the result as soon as the message is on disk, before it is published to anyone else. Not called for a repeat. */
  readonly onSaved?: (result: SendResult) => void;
}

/** A message that doesn't wait for the active run of its session. */
export interface ConcurrentRequest extends Omit<SendRequest, 'queueMode' | 'keepsHeld' | 'onSaved'> {
  readonly onSaved?: (result: ConcurrentResult) => void;
}

/** Where the message runs. */
export interface ConcurrentResult extends SendResult {
  readonly sessionKey: string;
}

/** The state that the sender saw. The message is rejected if it has changed. `null`: there was none. */
export interface ExpectedSession {
  /** Id of the last item; ignored when the message steers an active run. */
  readonly leafEntryId?: string | null;
  /** The approval modes of the session that look the same to the sender; null is that of its agent. */
  readonly approvalModes?: readonly (ApprovalMode | null)[];
}

/** One tool call by a person or program, without a model. The session is created if it doesn't exist. */
export interface DirectCall extends Pick<SendRequest, 'sessionKey' | 'runId' | 'by' | 'category'> {
  readonly tool: string;
  readonly input: JsonObject;
}

/** Whether a message was accepted, or is a repeat: `in_flight` while its run is active, then `ok` or `error`. */
export interface SendResult {
  readonly runId: string;
  readonly status: 'started' | 'in_flight' | 'ok' | 'error';
  readonly seq: number;
}

/** An edited message to send in place of an earlier one. */
export interface ResendRequest extends Pick<SendRequest, 'sessionKey' | 'text' | 'runId' | 'by'> {
  readonly messageId: string;
  /** `provider/model`, instead of the session's, for this run. */
  readonly model?: string;
}

/** How a run ended. */
export interface RunOutcome {
  readonly runId: string;
  readonly sessionKey: string;
  readonly status: 'done' | 'failed' | 'aborted' | 'interrupted';
  readonly text: string;
  readonly endedAt: number;
  readonly error?: { readonly code: string; readonly message: string };
}

/** Runs of all sessions. Keys are canonical. Errors are {@link GatewayError}s. */
export interface RunsFacet {
  /** Accepts a message: on disk when it returns. Sending the same `runId` again starts nothing. */
  send(request: SendRequest): Promise<SendResult>;
  resend(request: ResendRequest): Promise<SendResult>;
  /** Accepts a message that runs at once, in a fork of the conversation if the session is busy. */
  sendConcurrently(request: ConcurrentRequest): Promise<ConcurrentResult>;
  /** Runs one tool call: policy, approval and log as for an agent's. @throws when the session is busy. */
  callTool(call: DirectCall): Promise<{ readonly callId: string } & Pick<ToolSummary, 'source'>>;
  /** Stops the active run (or only `runId`). Takes effect within 200 ms. */
  abort(sessionKey: string, runId?: string): Promise<readonly string[]>;
  /** Waits for a run's end; undefined after `timeoutMs`. */
  wait(runId: string, timeoutMs: number): Promise<RunOutcome | undefined>;
  active(): readonly { readonly runId: string; readonly sessionKey: string; readonly startedAt: number }[];
}
