// Store port of dispatches. What a crash can interrupt is written here before it starts.
import type { AttachedFile, ImageBlock } from '#contract/types/content.ts';
import type { Dispatch, DispatchEntry } from '#contract/types/dispatches.ts';
import type { Principal } from '../principal.ts';
import type { AuditDraft } from './audit.ts';

/** An entry. Its session and its run have their names before they exist, so that nothing starts twice. */
export interface DispatchEntryRecord extends Omit<DispatchEntry, 'worktreeId' | 'branch'> {
  readonly runId: string;
}

/** A dispatch. */
export interface DispatchRecord extends Omit<Dispatch, 'entries' | 'repoName'> {
  readonly ownerId: string;
  /** Unique. A repeated request gets the same dispatch. */
  readonly idempotencyKey: string;
  /** A folder of the repository. */
  readonly folder: string;
  /** Who sent it, for entries that start later. */
  readonly by: Principal;
  readonly allowsSecrets: boolean;
  readonly entries: readonly DispatchEntryRecord[];
  /** Being archived or restored, which is completed at the next start. */
  readonly step?: 'archiving' | 'restoring';
}

/** The attachments of a prompt. */
export interface DispatchAttachments {
  readonly images: readonly ImageBlock[];
  readonly files: readonly AttachedFile[];
}

/** Dispatches. */
export interface DispatchStore {
  /** Oldest first. */
  list(): Promise<readonly DispatchRecord[]>;
  add(record: DispatchRecord, attachments: DispatchAttachments, audit: AuditDraft): Promise<void>;
  save(record: DispatchRecord, audit?: AuditDraft): Promise<void>;
  /** Those that were added; undefined once they were forgotten. */
  attachments(id: string): Promise<DispatchAttachments | undefined>;
  /** Forgets the attachments, once no entry needs them. */
  forgetAttachments(id: string): Promise<void>;
}
