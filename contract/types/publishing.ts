// Committing and publishing changes: commits, pushes, and pull requests.

/** A likely secret in changes. The secret itself is never included. */
export interface SecretFinding {
  readonly path: string;
  /** Line of the file after the change, if it is known. */
  readonly line?: number;
  /** What it looks like, such as `GitHub token`. */
  readonly kind: string;
}

/** A commit that was made. */
export interface MadeCommit {
  readonly commit: string;
  readonly branch?: string;
  readonly files: number;
}

/** A branch that was pushed. */
export interface PushedBranch {
  readonly remote: string;
  readonly branch: string;
  readonly commit: string;
  /** A page where a pull request can be opened, if the host has one. */
  readonly compareUrl?: string;
}

/** A check that runs on a pull request. */
export interface PullRequestCheck {
  readonly name: string;
  readonly state: 'passed' | 'failed' | 'running' | 'skipped';
  readonly url?: string;
}

/** A pull request. */
export interface PullRequest {
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly state: 'open' | 'draft' | 'merged' | 'closed';
  readonly base: string;
  readonly review?: 'approved' | 'changes-requested' | 'required';
  readonly checks: readonly PullRequestCheck[];
}
