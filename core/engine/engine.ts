// The engine as the gateway sees it: one facet per noun. `create-engine.ts` builds it from ports.
import type { AgentFiles } from '../agents/agent-files.ts';
import type { QuestionsFacet } from '../answers/questions.ts';
import type { BudgetsFacet } from '../budgets/budgets.ts';
import type { QuotaFacet } from '../quota/quota-waits.ts';
import type { ChangesFacet } from '../changes/changes-facet.ts';
import type { ContextFacet } from '../context/session-context.ts';
import type { ConsoleFacet } from '../console/consoles.ts';
import type { DispatchesFacet } from '../dispatches/dispatches.ts';
import type { ModelsFacet } from '../models/refresh-models.ts';
import type { RulesFacet } from '../policy/rule-store.ts';
import type { PublishingFacet } from '../publishing/publishing.ts';
import type { QueueFacet } from '../runs/message-queue.ts';
import type { ProvidersFacet } from '../runs/provider-admin.ts';
import type { QueuedRunsFacet } from '../runs/queued-runs.ts';
import type { GroupsFacet } from '../sessions/session-groups.ts';
import type { PersonasFacet } from '../personas/personas.ts';
import type { SideThreadsFacet } from './side-threads-facet.ts';
import type { TimelinesFacet } from '../timeline/run-timelines.ts';
import type { TrustFacet } from '../trust/folder-trust.ts';
import type { UserDataFacet } from '../user-data/user-data.ts';
import type { WorktreesFacet } from '../worktrees/worktrees.ts';
import type { WorkspacesFacet } from '../workspaces/open-workspace.ts';
import type { AgentsFacet } from './agents-facet.ts';
import type { ApprovalsFacet } from './approvals-facet.ts';
import type { HistoryFacet } from './history-facet.ts';
import type { EngineNotice } from './notices.ts';
import type { ProjectsFacet } from './projects-facet.ts';
import type { QueriesFacet } from './queries-facet.ts';
import type { RunsFacet } from './runs-facet.ts';
import type { SessionsFacet } from './sessions-facet.ts';
import type { SetupFacet } from './setup-facet.ts';
import type { CommandsFacet, ToolsFacet } from './tools-facet.ts';
import type { UsageFacet } from './usage-facet.ts';

/** The engine. All keys are canonical. Errors are {@link GatewayError}s. */
export interface Engine {
  /** Settles the interrupted runs, pending approvals, and queued messages of the previous process. Call it once, first. */
  recover(): Promise<void>;
  /** Stops accepting work, aborts runs as `interrupted`, and saves everything. */
  stop(): Promise<void>;
  /** Adds a listener; returns the function that removes it. */
  onNotice(listener: (notice: EngineNotice) => void): () => void;

  readonly sessions: SessionsFacet;
  readonly groups: GroupsFacet;
  readonly runs: RunsFacet;
  /** Runs that wait for a slot. */
  readonly queuedRuns: QueuedRunsFacet;
  /** Messages that wait for the run of their session. */
  readonly queue: QueueFacet;
  readonly queries: QueriesFacet;
  readonly history: HistoryFacet;
  /** What models see. */
  readonly context: ContextFacet;
  /** Questions about a session that stay out of it. */
  readonly side: SideThreadsFacet;
  /** What runs did and waited for. */
  readonly timelines: TimelinesFacet;
  readonly approvals: ApprovalsFacet;
  readonly questions: QuestionsFacet;
  readonly rules: RulesFacet;
  readonly agents: AgentsFacet;
  /** Prompt templates with variables. */
  readonly personas: PersonasFacet;
  /** Files sent to agents as instructions: AGENTS.md, SOUL.md and others. */
  readonly agentFiles: AgentFiles;
  readonly providers: ProvidersFacet;
  readonly models: ModelsFacet;
  readonly setup: SetupFacet;
  readonly workspaces: WorkspacesFacet;
  readonly projects: ProjectsFacet;
  readonly worktrees: WorktreesFacet;
  /** Prompts that were sent to several agents at once. */
  readonly dispatches: DispatchesFacet;
  readonly publishing: PublishingFacet;
  readonly tools: ToolsFacet;
  readonly commands: CommandsFacet;
  /** What sessions changed, and what people decided about it. */
  readonly changes: ChangesFacet;
  /** Output of commands, by project. */
  readonly console: ConsoleFacet;
  readonly usage: UsageFacet;
  readonly budgets: BudgetsFacet;
  readonly quota: QuotaFacet;
  /** Which folders are trusted. */
  readonly trust: TrustFacet;
  readonly userData: UserDataFacet;
}
