// What the threads of a search and the host send each other.
import type { LineMatch, LineQuery } from '#core/ports/machine.ts';

/** A share of a search: every `threads`th file, starting with the file `thread`. */
export interface SearchJob {
  readonly id: number;
  /** Real absolute path of the workspace. */
  readonly root: string;
  /** Folders that aren't searched, relative to the workspace. */
  readonly closed: readonly string[];
  /** The folder to search, relative to the workspace, without links. */
  readonly folder: string;
  readonly query: LineQuery;
  readonly thread: number;
  readonly threads: number;
  /** Set to 1 to stop. */
  readonly stop: Int32Array<SharedArrayBuffer>;
}

/** A match, and the place of its file in the walk. */
export interface PlacedMatch extends LineMatch {
  readonly place: number;
}

/** The messages of a thread about a job: matches so far, then how it ended. */
export type SearchMessage =
  | { readonly id: number; readonly type: 'matches'; readonly matches: readonly PlacedMatch[] }
  | { readonly id: number; readonly type: 'done'; readonly timedOut: boolean }
  | { readonly id: number; readonly type: 'failed'; readonly message: string };
