// The pull request port: a host of repositories, reached with the user's own sign-in.
import type { PullRequest } from '#contract/types/publishing.ts';

/** A repository on a host, such as `github.com` `owner/name`. */
export interface HostedRepository {
  readonly host: string;
  readonly path: string;
}

/** A pull request to open. */
export interface NewPullRequest {
  readonly head: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
  readonly isDraft: boolean;
}

/** Opens and reads pull requests. Errors are {@link GatewayError}s that say what to do. */
export interface PullRequests {
  create(repository: HostedRepository, request: NewPullRequest, signal: AbortSignal): Promise<PullRequest>;
  /** The latest pull request of a branch; undefined if there is none. */
  find(repository: HostedRepository, branch: string, signal: AbortSignal): Promise<PullRequest | undefined>;
}
