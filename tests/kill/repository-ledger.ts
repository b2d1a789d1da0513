// Everything that the host acknowledged about a repository: its worktrees, their files and commits, merges, and decisions.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runGit } from '#tests/support/git-repository.ts';
import type { KeptValue } from './kept-value.ts';

const POEMS = ['a', 'b', 'c', 'd'].map((name) => `poems/${name}.txt`);
const LINES = 30;

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
  /** Decisions on changes that weren't undone. */
  readonly decisions: Set<string>;
}

/** The repository, and everything that was acknowledged about it. */
export interface RepositoryLedger {
  readonly folder: string;
  readonly checkouts: Map<string, CheckoutLedger>;
  /** Commits that the main branch must contain. */
  readonly merged: Set<string>;
  /** What the model writes for a message. */
  readonly edits: Map<string, Poems>;
  readonly counts: { created: number; restored: number; purged: number; merged: number; decided: number };
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
  const counts = { created: 0, restored: 0, purged: 0, merged: 0, decided: 0 };
  return { folder, checkouts: new Map(), merged: new Set(), edits: new Map(), counts };
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
