// What the parts of dispatches work with.
import type { AgentsFacet } from '../engine/agents-facet.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { EngineNotice } from '../engine/notices.ts';
import type { ProjectsFacet } from '../engine/projects-facet.ts';
import type { RunsFacet } from '../engine/runs-facet.ts';
import type { SessionsFacet } from '../engine/sessions-facet.ts';
import type { PersonasFacet } from '../personas/personas.ts';
import type { DispatchEntryRecord, DispatchRecord } from '../ports/dispatch-store.ts';
import type { WorktreesFacet } from '../worktrees/worktrees.ts';

/** The parts of the engine that dispatches use. */
interface DispatchEngine {
  readonly sessions: SessionsFacet;
  readonly runs: RunsFacet;
  readonly worktrees: WorktreesFacet;
  readonly projects: ProjectsFacet;
  readonly agents: AgentsFacet;
  readonly personas: Pick<PersonasFacet, 'fill'>;
  onNotice(listener: (notice: EngineNotice) => void): () => void;
}

/** The ports and facets that dispatches use. */
export interface DispatchParts {
  readonly ports: Pick<EnginePorts, 'clock' | 'ids' | 'log' | 'secretGuard' | 'folders'> & {
    readonly store: Pick<EnginePorts['store'], 'dispatches'>;
  };
  /** Complete once the engine has been created. */
  readonly getEngine: () => DispatchEngine;
}

/** A dispatch and one of its entries. */
export interface EntryOf {
  readonly record: DispatchRecord;
  readonly entry: DispatchEntryRecord;
}
