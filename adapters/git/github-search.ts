// Searches repositories on GitHub with the GitHub CLI.
import type { RemoteRepository } from '#contract/types/projects.ts';
import { defined } from '#contract/types/defined.ts';
import { isJsonObject } from '#contract/types/json-object.ts';
import { GatewayError } from '#contract/wire/errors.ts';
import type { RepositorySearch } from '#core/ports/repository-search.ts';
import type { Environment } from './git-environment.ts';
import type { RecordContact } from './git-program.ts';
import { createGithubRun, toGithubError } from './github-program.ts';

const HOST = 'github.com';
const MAX_FOUND = 10;
const MAX_DESCRIPTION = 500;
/** Codes of what the user must do first. */
const NEEDED: readonly unknown[] = ['GH_MISSING', 'GH_SIGN_IN'];

/** The search on GitHub. `record` records a connection. */
export function openGithubSearch(environment: Environment, record: RecordContact): RepositorySearch {
  const run = createGithubRun(environment, record);
  return async (query, signal) => {
    const fields = 'name,fullName,description,url,isPrivate';
    const args = ['search', 'repos', '--limit', String(MAX_FOUND), '--json', fields, '--', query];
    try {
      const { exitCode, output, messages } = await run(HOST, args, { signal });
      if (exitCode !== 0) throw toGithubError(messages);
      const rows: unknown = JSON.parse(output.toString('utf8') || '[]');
      return Array.isArray(rows) ? rows.flatMap(toRepository).slice(0, MAX_FOUND) : [];
    } catch (error) {
      if (error instanceof GatewayError && NEEDED.includes(error.extras.details?.code)) return undefined;
      throw error;
    }
  };
}

function toRepository(row: unknown): readonly RemoteRepository[] {
  if (!isJsonObject(row)) return [];
  const { name, fullName, url, description, isPrivate } = row;
  if (typeof name !== 'string' || typeof fullName !== 'string' || typeof url !== 'string') return [];
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:') return [];
  const text =
    typeof description === 'string' && description !== '' ? description.slice(0, MAX_DESCRIPTION) : undefined;
  const names = { name, fullName, cloneUrl: `${url}.git`, webUrl: url, private: isPrivate === true };
  return [{ ...names, ...defined({ description: text }) }];
}
