// Versions of agent files: their history, and the content that a person has accepted.
import type { AgentFileName, AgentFileVersion } from '#contract/types/agent-files.ts';
import type { AuditDraft } from './audit.ts';

/** Versions kept per file; the oldest is dropped first. */
export const KEPT_VERSIONS = 50;

/** A version to keep. */
export type AgentFileDraft = Omit<AgentFileVersion, 'id'> & {
  readonly agentId: string;
  readonly name: AgentFileName;
  readonly content: string;
};

/** Versions of agent files. */
export interface AgentFileStore {
  /** Stores versions in order, with their audit entry, in one transaction. */
  add(versions: readonly AgentFileDraft[], audit: AuditDraft): Promise<void>;
  /** Newest first, at most {@link KEPT_VERSIONS}. */
  versions(agentId: string, name: AgentFileName): Promise<readonly AgentFileVersion[]>;
  version(
    agentId: string,
    name: AgentFileName,
    id: number,
  ): Promise<(AgentFileVersion & { readonly content: string }) | undefined>;
  /** Hash of the newest accepted version of each file. */
  accepted(agentId: string): Promise<ReadonlyMap<string, string>>;
}
