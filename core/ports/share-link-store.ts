// Store port of share links. Only the hash of a link's secret part is kept.
import type { ShareLink } from '#contract/types/share-links.ts';
import type { AuditDraft } from './audit.ts';

/** A link with the keyed hash of its token. */
export interface ShareLinkRecord extends ShareLink {
  readonly hash: string;
  /** The conversation that it shows: a later one under the same key is not shared. */
  readonly sessionId: string;
}

/** Share links. */
export interface ShareLinkStore {
  /** Newest first. */
  list(): Promise<readonly ShareLinkRecord[]>;
  byHash(hash: string): Promise<ShareLinkRecord | undefined>;
  /** Adds a link, or replaces it. */
  save(record: ShareLinkRecord, audit?: AuditDraft): Promise<void>;
  /** Removes the links that expired before a time; returns their number. */
  prune(expiredBeforeMs: number): Promise<number>;
}
