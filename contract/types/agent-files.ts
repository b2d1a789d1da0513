// Files in an agent's workspace that are part of its system prompt.
import type { PublishedType } from '../wire/published.ts';

/** Names of agent files, in prompt order. */
export const AGENT_FILES = ['AGENTS.md', 'SOUL.md', 'USER.md', 'BOOTSTRAP.md', 'MEMORY.md'] as const;

/** The name of an agent file. */
export type AgentFileName = (typeof AGENT_FILES)[number];

/** The file that the agent can write itself, to remember things. */
export const MEMORY_FILE: AgentFileName = 'MEMORY.md';

/** Maximum size of an agent file, bytes. */
export const MAX_AGENT_FILE_BYTES = 256 * 1024;

/** Returns the name if it is an agent file, otherwise `undefined`. */
export function agentFileName(name: string): AgentFileName | undefined {
  return AGENT_FILES.find((known) => known === name);
}

/** A saved version of an agent file. */
export interface AgentFileVersion {
  readonly id: number;
  /** SHA-256 of the content, hex. */
  readonly hash: string;
  /** Size, bytes. */
  readonly size: number;
  readonly savedAtMs: number;
  /** Who saved it. `found`: it was already in the folder. */
  readonly savedBy: string;
  /** Whether a person saved or restored it. Files that were already there aren't accepted. */
  readonly accepted: boolean;
}

/** Metadata of an agent file. */
export interface AgentFileHistory {
  readonly agentId: string;
  readonly name: AgentFileName;
  readonly missing: boolean;
  /** Hash of the current file; absent if the file is missing. */
  readonly hash?: string;
  /** Whether the current content is part of the system prompt. In a folder created by Gatehouse: always. Elsewhere: once a person saved it. */
  readonly inForce: boolean;
  /** Newest first, up to a limit. */
  readonly versions: readonly AgentFileVersion[];
}

type Entry = PublishedType<'AgentsFilesGetResult'>['file'];

/** An agent file with its content. Send `hash` (SHA-256, hex) back as `expectedHash`; it is absent if the file is missing. */
export interface AgentFileContent {
  readonly agentId: string;
  readonly workspace: string;
  readonly file: Entry & { readonly hash?: string };
}

/** Result of a write. */
export interface AgentFileSaved {
  readonly ok: true;
  readonly agentId: string;
  readonly workspace: string;
  readonly file: Entry & { readonly hash: string };
}
