// What a run did and waited for, with durations, tokens, and cost.
import type { ApprovalOutcome, BudgetOutcome, RunError } from '../sessions/session-events.ts';
import type { QuestionOutcome } from './questions.ts';
import type { QuotaOutcome } from './quota.ts';
import type { Usage } from './content.ts';

interface StepBase {
  /** Start, Unix ms. */
  readonly at: number;
  /** Absent while it lasts, and if it isn't known. */
  readonly durationMs?: number;
}

/** A model request. With `requestId`, the request itself can be read. */
export interface RequestStep extends StepBase {
  readonly kind: 'request';
  readonly requestId?: string;
  /** `summary`: it summarized the history. */
  readonly purpose: 'turn' | 'summary';
  readonly provider: string;
  readonly model: string;
  /** Counted from 1. */
  readonly attempt: number;
  /** Estimated tokens of the prompt. */
  readonly promptTokens?: number;
  readonly usage?: Usage;
  /** Why it failed. */
  readonly error?: Pick<RunError, 'code' | 'message' | 'httpStatus'>;
}

/** One step of a run. */
export type RunStep =
  | RequestStep
  | (StepBase & { readonly kind: 'retry' })
  | (StepBase & { readonly kind: 'tool'; readonly name: string; readonly title: string; readonly isError?: boolean })
  | (StepBase & {
      readonly kind: 'approval';
      readonly command: string;
      readonly outcome?: ApprovalOutcome;
      readonly resolvedBy?: string;
    })
  | (StepBase & { readonly kind: 'question'; readonly outcome?: QuestionOutcome })
  | (StepBase & { readonly kind: 'budget'; readonly outcome?: BudgetOutcome })
  | (StepBase & { readonly kind: 'quota'; readonly providerName: string; readonly outcome?: QuotaOutcome })
  | (StepBase & { readonly kind: 'fallback'; readonly provider: string; readonly model: string })
  | (StepBase & { readonly kind: 'compaction'; readonly tokensBefore: number; readonly tokensAfter: number })
  | (StepBase & { readonly kind: 'steering' });

/** A run of a session. */
export interface RunSummary {
  readonly runId: string;
  readonly sessionKey: string;
  readonly status: 'running' | 'done' | 'failed' | 'aborted' | 'interrupted';
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly provider: string;
  readonly model: string;
  readonly modelCalls?: number;
  readonly usage?: Usage;
  readonly error?: RunError;
}

/** A run with its steps, in the order in which they started. */
export interface RunTimeline extends RunSummary {
  readonly steps: readonly RunStep[];
}

/** A model request as text. */
export interface RawRequest {
  readonly requestId: string;
  readonly runId: string;
  readonly at: number;
  readonly provider: string;
  readonly model: string;
  /** JSON. Images and files are described, and known secrets are masked. */
  readonly text: string;
  /** False: the conversation couldn't be rebuilt exactly, for example because an attachment is missing now. */
  readonly isExact: boolean;
}
