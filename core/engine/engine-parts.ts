// The parts of the engine that its facets work with.
import type { Changes } from '../changes/changes.ts';
import type { Commands } from '../commands/commands.ts';
import type { Projects } from '../projects/projects.ts';
import type { ActiveRun } from '../runs/active-run.ts';
import type { AutomaticModel } from '../runs/automatic-model.ts';
import type { Runner } from '../runs/runner.ts';
import type { SessionCache } from '../sessions/session-cache.ts';
import type { ToolSources } from '../tools/tool-sources.ts';
import type { EnginePorts } from './engine-ports.ts';

/** The parts of the engine. */
export interface EngineParts {
  readonly ports: EnginePorts;
  readonly sessions: SessionCache;
  readonly runner: Runner;
  readonly toolSources: ToolSources;
  readonly commands: Commands;
  readonly automaticModel: AutomaticModel;
  readonly projects: Projects;
  readonly changes: Changes;
  /** What model requests may have to wait for. */
  readonly gates: Pick<ActiveRun, 'budgets' | 'quota'>;
  /** Stops the background commands of a session. */
  readonly release: (key: string) => void;
}
