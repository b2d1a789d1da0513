import type { RepositorySearch } from '#core/ports/repository-search.ts';
import type { Environment } from './git-environment.ts';
import type { RecordContact } from './git-program.ts';
/** The search on GitHub. `record` records a connection. */
export declare function openGithubSearch(environment: Environment, record: RecordContact): RepositorySearch;
