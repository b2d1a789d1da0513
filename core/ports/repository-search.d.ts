import type { RemoteRepository } from '#contract/types/projects.ts';
/** What a search found; `notice` says what is missing to search at all. */
export type RepositoriesFound = {
    readonly repositories: readonly RemoteRepository[];
    readonly notice?: never;
} | {
    readonly repositories?: never;
    readonly notice: string;
};
/** Finds repositories that the user can clone. @throws {GatewayError} */
export type RepositorySearch = (query: string, signal: AbortSignal) => Promise<RepositoriesFound>;
