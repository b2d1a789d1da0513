// Notices from the engine to its listeners.
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import type { BudgetWarning } from '#contract/types/budgets.ts';
import type { ConsoleOutput } from '#contract/types/console.ts';
import type { ProjectSetup } from '#contract/types/projects.ts';
import type { LiveEvent } from '#contract/sessions/live-events.ts';
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import type { SessionRecord } from '../ports/sessions-store.ts';
import type { TranscriptRow } from '../ports/transcript.ts';

/** A change in a session, an approval, or the settings, in order. Listeners must not throw and must not block. */
export type EngineNotice =
  | {
      readonly kind: 'event';
      readonly sessionKey: string;
      readonly agentId: string;
      readonly event: SessionEvent;
      readonly record: SessionRecord;
      /** Rows that the event adds to the transcript. */
      readonly rows: readonly TranscriptRow[];
    }
  | { readonly kind: 'live'; readonly sessionKey: string; readonly agentId: string; readonly event: LiveEvent }
  | {
      readonly kind: 'session';
      readonly sessionKey: string;
      readonly reason: 'create' | 'patch' | 'delete' | 'restore' | 'reset';
      readonly record: SessionRecord;
    }
  /** The changes of a session, or decisions on them, are different. */
  | { readonly kind: 'changes'; readonly sessionKey: string }
  /** Output of commands was saved. */
  | { readonly kind: 'console'; readonly output: ConsoleOutput }
  /** The queue of runs changed. `record`: the session whose run starts or stops waiting. */
  | { readonly kind: 'queue'; readonly record?: SessionRecord }
  | { readonly kind: 'approval'; readonly approval: ApprovalRecord }
  /** Budgets or paused runs changed. `warning`: 80 % of a budget is used. */
  | { readonly kind: 'budgets'; readonly warning?: BudgetWarning }
  | { readonly kind: 'projects' }
  | { readonly kind: 'dispatches' }
  /** The setup script of a project started, wrote `text`, or ended. */
  | {
      readonly kind: 'setup';
      readonly projectId: string;
      readonly sessionKey: string;
      readonly status: ProjectSetup['status'];
      readonly text?: string;
    }
  | { readonly kind: 'settings'; readonly what: SettingsTopic };

/** A topic in Settings that has changed. */
export type SettingsTopic = 'rules' | 'providers' | 'models' | 'setup' | 'agents' | 'trust' | 'worktrees' | 'personas';

/** Calls every listener synchronously, in order. */
export type Publish = (notice: EngineNotice) => void;
