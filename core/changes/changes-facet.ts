// Changes of sessions as the gateway sees them.
import type {
  ChangeComment,
  ChangedFileDetail,
  ChangeOperation,
  ChangesList,
  FileSelection,
  RewindPreview,
} from '#contract/types/changes.ts';
import type { CancelledMessage } from '../engine/history-facet.ts';
import type { Principal } from '../principal.ts';
import type { FindQuery } from './pending-changes.ts';

/** A decision on files of a session. */
export type DecisionRequest = FindQuery & {
  readonly kind: 'accept' | 'reject';
  readonly files: readonly FileSelection[];
};

/** New lines for a part of a file. */
export type EditRequest = FindQuery & {
  readonly path: string;
  readonly version: string;
  readonly hunk: string;
  readonly text: string;
};

/** What to rewind to before a message. Files that someone changed since must be in one of the lists. */
export interface RewindRequest {
  readonly messageId: string;
  readonly what: 'files' | 'both';
  readonly keep: readonly string[];
  readonly overwrite: readonly string[];
}

/** Result of a rewind. */
export interface RewindResult {
  readonly operation: ChangeOperation;
  readonly canceledMessage?: CancelledMessage;
}

/** Changes of sessions. Keys are canonical. Errors are {@link GatewayError}s, {@link FileError}s, and {@link GitError}s. */
export interface ChangesFacet {
  list(key: string, query: FindQuery): Promise<ChangesList>;
  file(
    key: string,
    query: FindQuery & { readonly path: string; readonly full?: boolean | undefined },
  ): Promise<ChangedFileDetail>;
  /** The content of a changed file before or after the change, as a byte text. */
  content(
    key: string,
    query: FindQuery & { readonly path: string; readonly side: 'before' | 'after' },
    signal: AbortSignal,
  ): Promise<string>;
  /** Accepts or rejects. While a run is active, the decision is saved and waits for its end. */
  decide(key: string, request: DecisionRequest, by: Principal): Promise<ChangeOperation>;
  /** Replaces the lines of a part. */
  edit(key: string, request: EditRequest, by: Principal): Promise<ChangeOperation>;
  /** Undoes an operation. `overwrite`: files whose later changes are lost. */
  undo(key: string, id: string, overwrite: readonly string[], by: Principal): Promise<ChangeOperation>;
  /** Marks a version of a file as viewed; undefined removes the mark. */
  view(key: string, path: string, version: string | undefined, by: Principal): Promise<void>;
  previewRewind(key: string, messageId: string): Promise<RewindPreview>;
  rewind(key: string, request: RewindRequest, by: Principal): Promise<RewindResult>;
  comments(key: string): Promise<readonly ChangeComment[]>;
  addComment(key: string, comment: Omit<ChangeComment, 'id' | 'createdAt'>, by: Principal): Promise<ChangeComment>;
  removeComment(key: string, id: string): Promise<void>;
  /** Sends all comments to the agent as one message. */
  sendComments(
    key: string,
    request: { readonly runId: string; readonly text?: string | undefined },
    by: Principal,
  ): Promise<{ readonly runId: string }>;
}
