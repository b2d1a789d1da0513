// Creates worktrees. Each one is recorded before its folder exists, so that a crash leaves nothing behind.
import { defined } from '#contract/types/defined.ts';
import { errorMessage, invalidRequest } from '#contract/wire/errors.ts';
import type { WorktreeRecord } from '../ports/worktree-store.ts';
import { SerialQueue } from '../serial-queue.ts';
import type { Principal } from '../principal.ts';
import { chooseName, findBranchProblem, requireBranchName, toBranch, toName } from './choose-name.ts';
import { findNotes } from './find-notes.ts';
import { inspectBase, type BaseRepository } from './inspect-base.ts';
import type { KnownWorktrees } from './known-worktrees.ts';
import { basePlace, keptRef, type WorktreePorts } from './worktree-ports.ts';
import { checkOut, writeRepository } from './write-repository.ts';

const FINGERPRINT_CHARS = 16;
const COMMIT = /^[0-9a-f]{40,64}$/;

/** A worktree to create. */
export interface NewWorktree {
  /** A folder of the repository. */
  readonly repoRoot: string;
  /** Default: derived from `title`. */
  readonly name?: string;
  readonly title?: string;
  /** An existing branch to work on, or the name of a new one. Default: a new one named after the worktree. */
  readonly branch?: string;
  /** What a new branch starts from. Default: what is checked out. */
  readonly baseRef?: string;
  readonly sessionKey?: string;
  readonly projectId?: string;
}

/** What a worktree starts from. */
interface Start {
  readonly baseRef: string;
  readonly commit: string;
  readonly branch: string;
}

/** Creates worktrees, one at a time as far as their names are concerned. */
export class WorktreeCreator {
  readonly #ports: WorktreePorts;
  readonly #known: KnownWorktrees;
  readonly #naming = new SerialQueue();

  constructor(ports: WorktreePorts, known: KnownWorktrees) {
    this.#ports = ports;
    this.#known = known;
  }

  /** Creates a worktree. Resolves when a session can work in it. @throws {GatewayError} */
  async create(request: NewWorktree, by: Principal, signal: AbortSignal): Promise<WorktreeRecord> {
    const base = await inspectBase(this.#ports, request.repoRoot, signal);
    const record = await this.#naming.run(() => this.#reserve(base, request, by, signal));
    try {
      const ready = await this.#build(base, record, signal);
      await this.#known.save(ready, { by, action: 'worktree.created', subject: record.id, details: describe(ready) });
      return ready;
    } catch (error) {
      await this.undo(record).catch((failure: unknown) =>
        this.#ports.log.warn("Couldn't remove an unfinished worktree.", {
          path: record.path,
          reason: errorMessage(failure),
        }),
      );
      throw error;
    }
  }

  /** Removes everything of a worktree that wasn't completed. */
  async undo(record: WorktreeRecord): Promise<void> {
    const { git, worktreeFolders } = this.#ports;
    await worktreeFolders.remove(record.path);
    const { signal } = new AbortController();
    await git.run(basePlace(record), ['update-ref', '-d', keptRef(record.id)], { signal, okCodes: [1, 128] });
    await this.#known.delete(record.id);
  }

  /** Chooses the name, the branch, and the folder, and records them. */
  async #reserve(
    base: BaseRepository,
    request: NewWorktree,
    { userId }: Principal,
    signal: AbortSignal,
  ): Promise<WorktreeRecord> {
    const { ids, clock, worktreeFolders: files } = this.#ports;
    const id = ids.next();
    const others = this.#known.list().filter(({ repoGitDir }) => repoGitDir === base.commonDir);
    const branches = listBranches(base);
    const fingerprint = files.hash(base.commonDir).slice(0, FINGERPRINT_CHARS);
    const group = `${files.root}/${toFolderName(base.root)}-${fingerprint.slice(0, 6)}`;
    // Folders that no record names can be there, such as after a backup was restored. What fails is removed, so none of them is taken.
    const folders = await files.list(group);
    const name = this.#chooseName(request, { others, folders, branches, id });
    const { baseRef, commit, branch } = await this.#chooseStart(base, request, { name, branches, others }, signal);
    const now = clock.now();
    const record: WorktreeRecord = {
      id,
      ownerId: userId,
      name,
      state: 'creating',
      ...defined({ projectId: request.projectId, sessionKey: request.sessionKey }),
      repoRoot: base.root,
      repoGitDir: base.commonDir,
      repoFingerprint: fingerprint,
      objectFormat: base.objectFormat,
      path: `${group}/${name}`,
      branch,
      baseRef,
      baseCommit: commit,
      objectFolders: base.objectFolders,
      configHash: '',
      inode: '',
      notes: [],
      createdAt: now,
      lastActiveAt: now,
    };
    await this.#known.save(record);
    return record;
  }

  #chooseName(
    { name, title = '' }: NewWorktree,
    {
      others,
      folders,
      branches,
      id,
    }: {
      others: readonly WorktreeRecord[];
      folders: readonly string[];
      branches: ReadonlySet<string>;
      id: string;
    },
  ): string {
    const taken = new Set([...others.map((other) => other.name), ...folders]);
    if (name !== undefined && !taken.has(name)) return name;
    if (name !== undefined)
      throw invalidRequest(
        `A worktree named "${name}" already exists.`,
        'WORKTREE_EXISTS',
        'Choose another name, or work in the existing worktree.',
      );
    const used = [...branches].map((branch) => branch.replace(/^gatehouse[/-]/, ''));
    return chooseName(toName(title), new Set([...taken, ...used]), id);
  }

  async #chooseStart(
    base: BaseRepository,
    { branch: wanted, baseRef }: NewWorktree,
    { name, branches, others }: { name: string; branches: ReadonlySet<string>; others: readonly WorktreeRecord[] },
    signal: AbortSignal,
  ): Promise<Start> {
    if (base.head === undefined && baseRef === undefined)
      throw invalidRequest(
        'This repository has no commits, so there is nothing to check out.',
        'NO_COMMITS',
        'Make a first commit, or work in the folder itself.',
      );
    const start = baseRef ?? base.branch ?? base.head ?? '';
    const branch = wanted === undefined ? toBranch(name, branches) : requireBranchName(wanted);
    const other = others.find((one) => one.branch.toLowerCase() === branch.toLowerCase() && one.state !== 'removed');
    if (other !== undefined)
      throw invalidRequest(
        `The worktree "${other.name}" already works on the branch ${branch}.`,
        'BRANCH_IN_USE',
        'Work in that worktree, or choose another branch.',
      );
    if (branches.has(branch.toLowerCase())) {
      if (wanted === undefined || baseRef !== undefined)
        throw invalidRequest(
          `The branch ${branch} already exists.`,
          'BRANCH_EXISTS',
          'Choose another name, or leave out the base to continue that branch.',
        );
      return {
        baseRef: base.branch ?? branch,
        commit: await this.#resolve(base, `refs/heads/${branch}`, signal),
        branch,
      };
    }
    const problem = findBranchProblem(branch, branches);
    if (problem !== undefined)
      throw invalidRequest(
        `The branch ${branch} can't be created: ${problem}.`,
        'BRANCH_EXISTS',
        'Choose another name.',
      );
    const isCheckedOut = baseRef === undefined && base.head !== undefined;
    return { baseRef: start, commit: isCheckedOut ? base.head : await this.#resolve(base, start, signal), branch };
  }

  async #resolve(base: BaseRepository, ref: string, signal: AbortSignal): Promise<string> {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
    const { text } = await this.#ports.git.run(base.root, args, { signal, okCodes: [1, 128] });
    const commit = text.trim().split('\n').at(-1) ?? '';
    if (COMMIT.test(commit)) return commit;
    throw invalidRequest(
      `The repository has no branch, tag, or commit ${JSON.stringify(ref)}.`,
      'UNKNOWN_REF',
      'Choose one from the list of branches. A branch of a remote must be fetched first.',
    );
  }

  async #build(base: BaseRepository, record: WorktreeRecord, signal: AbortSignal): Promise<WorktreeRecord> {
    const { git, worktreeFolders: files, clock } = this.#ports;
    const { id, path, branch, baseCommit: commit } = record;
    const inode = await files.create(path);
    const plan = { path, branch, commit };
    const config = await writeRepository(this.#ports, base, plan);
    const work = [
      findNotes(this.#ports, base, commit, signal),
      checkOut(this.#ports, plan, signal),
      git.run(basePlace(record), ['update-ref', keptRef(id), commit], { signal }),
    ] as const;
    // If one fails, the worktree is removed, but not while another one still writes.
    await Promise.allSettled(work);
    const [notes] = await Promise.all(work);
    return { ...record, state: 'ready', inode, configHash: files.hash(config), notes, lastActiveAt: clock.now() };
  }
}

function listBranches({ packedRefs }: BaseRepository): ReadonlySet<string> {
  return new Set(
    packedRefs.split('\n').flatMap((line) => {
      const name = / refs\/heads\/(.+)$/.exec(line)?.[1];
      return name === undefined ? [] : [name.toLowerCase()];
    }),
  );
}

function toFolderName(root: string): string {
  const last =
    root
      .replace(/[/\\]+(\.git)?[/\\]*$/, '')
      .split(/[/\\]/)
      .at(-1) ?? '';
  return toName(last.replace(/\.git$/, '')) ?? 'repository';
}

function describe({ name, branch, repoRoot, path, baseCommit }: WorktreeRecord): Readonly<Record<string, string>> {
  return { name, branch, repoRoot, path, baseCommit };
}
