// Files in an agent's own workspace that it is told before every conversation.
import type { PublishedType } from '../wire/published.ts';

/** Their names, in the order in which the model reads them. */
export const AGENT_FILES = ['AGENTS.md', 'SOUL.md', 'USER.md', 'BOOTSTRAP.md', 'MEMORY.md'] as const;

/** The name of one. */
export type AgentFileName = (typeof AGENT_FILES)[number];

/** The one that the agent may write for itself: what it wants to remember. */
export const MEMORY_FILE: AgentFileName = 'MEMORY.md';

/** Largest such file, bytes. */
export const MAX_AGENT_FILE_BYTES = 256 * 1024;

/** The name when it is one; undefined for any other. */
export function agentFileName(name: string): AgentFileName | undefined {
  return AGENT_FILES.find((known) => known === name);
}

/** A saved state of an agent file. */
export interface AgentFileVersion {
  readonly id: number;
  /** SHA-256 of the bytes, hex. */
  readonly hash: string;
  /** Bytes. */
  readonly size: number;
  readonly savedAtMs: number;
  /** Who saved it. `found`: it lay in the folder before anybody saved it here. */
  readonly savedBy: string;
  /** A person saved or restored it; what only lay there is not accepted. */
  readonly accepted: boolean;
}

/** What is known of an agent file besides its content. */
export interface AgentFileHistory {
  readonly agentId: string;
  readonly name: AgentFileName;
  readonly missing: boolean;
  /** Of what is in the folder now; absent when it is missing. */
  readonly hash?: string;
  /** Whether the agent is told what is in the folder now. In a folder that Gatehouse made: always. Elsewhere: once a person saved it. */
  readonly inForce: boolean;
  /** Newest first; bounded. */
  readonly versions: readonly AgentFileVersion[];
}

type Entry = PublishedType<'AgentsFilesGetResult'>['file'];

/** A file with its content. `hash` (SHA-256, hex) goes back as `expectedHash`; absent while the file is missing. */
export interface AgentFileContent {
  readonly agentId: string;
  readonly workspace: string;
  readonly file: Entry & { readonly hash?: string };
}

/** Answer to a write. */
export interface AgentFileSaved {
  readonly ok: true;
  readonly agentId: string;
  readonly workspace: string;
  readonly file: Entry & { readonly hash: string };
}
