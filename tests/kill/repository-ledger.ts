// Everything that the host acknowledged about a repository: its worktrees, their files and commits, merges, and decisions.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PendingMerge } from '#contract/types/worktrees.ts';
import { runGit } from '#tests/support/git-repository.ts';
import { KeptDecisions } from './kept-decisions.ts';
import { KeptValue } from './kept-value.ts';

const POEMS = ['a', 'b', 'c', 'd'].map((name) => `poems/${name}.txt`);
const LINES = 30;

/** No merge waits. */
const NO_MERGE = 'none';

/** The texts of all poems, by path. */
export type Poems = Readonly<Record<string, string>>;

/** A worktree of the workload. */
export interface CheckoutLedger {
  readonly id: string;
  /** The session that works in it. */
  readonly key: string;
  readonly path: string;
  /** `ready`, `removed`, or `purged`. */
  readonly state: KeptValue;
  /** The poems in it, as JSON. */
  readonly poems: KeptValue;
  /** Commits made in it. */
  readonly commits: Set<string>;
  readonly decisions: KeptDecisions;
  /** The merge that waits for decisions on its conflicts; undefined while a request may change it. */
  pendingMerge: string | undefined;
  /** Whether it was used since the last check. */
  isUsed: boolean;
}

/** The repository, and everything that was acknowledged about it. */
export interface RepositoryLedger {
  readonly folder: string;
  readonly checkouts: Map<string, CheckoutLedger>;
  /** Commits that the main branch must contain. The last one of a merge is its tip. */
  readonly merged: Set<string>;
  /** Merges that were requested and not answered. */
  merging: number;
  /** What the model writes for a message. */
  readonly edits: Map<string, Poems>;
  readonly counts: RepositoryCounts;
}

/** How often something was acknowledged. */
export interface RepositoryCounts {
  created: number;
  restored: number;
  purged: number;
  committed: number;
  merged: number;
  /** Merges that stopped at conflicts. */
  conflicted: number;
  decided: number;
  undone: number;
  /** Decisions and merges that a kill left unanswered, and that are there. */
  recovered: number;
}

/** Creates a repository with one commit. */
export function createRepository(folder: string): RepositoryLedger {
  mkdirSync(join(folder, 'poems'), { recursive: true });
  const text = Array.from({ length: LINES }, (_, index) => `line ${index + 1}\n`).join('');
  for (const path of POEMS) writeFileSync(join(folder, path), text);
  runGit(folder, 'init', '-q', '-b', 'main');
  runGit(folder, 'config', 'user.name', 'Ada Lovelace');
  runGit(folder, 'config', 'user.email', 'ada@example.org');
  runGit(folder, 'add', '-A');
  runGit(folder, 'commit', '-qm', 'First commit');
  return {
    folder,
    checkouts: new Map(),
    merged: new Set([runGit(folder, 'rev-parse', 'main')]),
    merging: 0,
    edits: new Map(),
    counts: {
      created: 0,
      restored: 0,
      purged: 0,
      committed: 0,
      merged: 0,
      conflicted: 0,
      decided: 0,
      undone: 0,
      recovered: 0,
    },
  };
}

/** A worktree that was just created, with the files that it has. */
export function toCheckout(id: string, key: string, path: string): CheckoutLedger {
  return {
    id,
    key,
    path,
    state: keep('ready'),
    poems: keep(toText(readPoems(path))),
    commits: new Set(),
    decisions: new KeptDecisions(),
    pendingMerge: NO_MERGE,
    isUsed: true,
  };
}

function keep(value: string): KeptValue {
  const kept = new KeptValue();
  kept.attempt(value);
  kept.acknowledge(value);
  return kept;
}

/** The poems in a folder. A missing one is empty. */
export function readPoems(folder: string): Poems {
  return Object.fromEntries(POEMS.map((path) => [path, readOrNothing(join(folder, path))]));
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // It was deleted.
    return '';
  }
}

/** Poems as they are compared. */
export function toText(poems: Poems): string {
  return JSON.stringify(POEMS.map((path) => poems[path] ?? ''));
}

/** The poems of a text. */
export function fromText(text: string): Poems {
  const texts: readonly string[] = JSON.parse(text);
  return Object.fromEntries(POEMS.map((path, index) => [path, texts[index] ?? '']));
}

/** The first line in which two texts of {@link toText} differ. */
export function describeDifference(wanted: string, found: string): string {
  const [a, b] = [fromText(wanted), fromText(found)];
  for (const path of POEMS) {
    const [before, after] = [(a[path] ?? '').split('\n'), (b[path] ?? '').split('\n')];
    const at = Array.from({ length: Math.max(before.length, after.length) }, (_, index) => index).find(
      (index) => before[index] !== after[index],
    );
    if (at !== undefined)
      return `line ${at + 1} of ${path} must be ${JSON.stringify(before[at])}, is ${JSON.stringify(after[at])}`;
  }
  return 'no difference';
}

/** A merge that waits for decisions, as it is compared. */
export function describePendingMerge(merge: PendingMerge | undefined): string {
  if (merge === undefined) return NO_MERGE;
  return JSON.stringify([merge.mode, merge.conflicts.map(({ path, isResolved }) => [path, isResolved])]);
}
