// The search port of repositories on a host, with the user's own sign-in.
import type { RemoteRepository } from '#contract/types/projects.ts';

/** Finds repositories that the user can clone; undefined without a sign-in, or the program for it. @throws {GatewayError} */
export type RepositorySearch = (query: string, signal: AbortSignal) => Promise<readonly RemoteRepository[] | undefined>;
