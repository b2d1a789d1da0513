// Pull requests through the GitHub CLI, with the sign-in that the user has there.
import type { PullRequest, PullRequestCheck } from '#contract/types/publishing.ts';
import { unavailable } from '#contract/wire/errors.ts';
import { defined } from '#contract/types/defined.ts';
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import type { HostedRepository, PullRequests } from '#core/ports/pull-requests.ts';
import type { Environment } from './git-environment.ts';
import type { RecordContact } from './git-program.ts';
import { createGithubRun, toGithubError } from './github-program.ts';

const FIELDS = 'number,url,title,state,isDraft,baseRefName,reviewDecision,statusCheckRollup';

/** Pull requests on GitHub. `record` records a connection. */
export function openGithubCli(environment: Environment, record: RecordContact): PullRequests {
  const run = createGithubRun(environment, record);
  const find = async (repository: HostedRepository, branch: string, signal: AbortSignal) => {
    const args = [
      'pr',
      'list',
      '--repo',
      toName(repository),
      '--head',
      branch,
      '--state',
      'all',
      '--limit',
      '1',
      '--json',
      FIELDS,
    ];
    const { exitCode, output, messages } = await run(repository.host, args, { signal });
    if (exitCode !== 0) throw toGithubError(messages);
    const found: unknown = JSON.parse(output.toString('utf8') || '[]');
    const [first] = Array.isArray(found) ? found : [];
    return isJsonObject(first) ? toPullRequest(first) : undefined;
  };
  return {
    find,
    async create(repository, { head, base, title, body, isDraft }, signal) {
      const args = [
        'pr',
        'create',
        '--repo',
        toName(repository),
        '--head',
        head,
        '--base',
        base,
        '--title',
        title,
        '--body-file',
        '-',
      ];
      const all = isDraft ? [...args, '--draft'] : args;
      const { exitCode, messages } = await run(repository.host, all, { signal, input: body });
      if (exitCode !== 0) throw toGithubError(messages);
      const created = await find(repository, head, signal);
      if (created === undefined)
        throw unavailable("GitHub opened the pull request, but doesn't list it yet. Refresh in a moment.");
      return created;
    },
  };
}

function toName({ host, path }: HostedRepository): string {
  return `${host}/${path}`;
}

function toPullRequest(row: JsonObject): PullRequest {
  const checks = Array.isArray(row['statusCheckRollup']) ? row['statusCheckRollup'] : [];
  return {
    number: Number(row['number']),
    url: String(row['url']),
    title: String(row['title']),
    state: toState(String(row['state']), row['isDraft'] === true),
    base: String(row['baseRefName']),
    checks: checks.flatMap((check: unknown) => (isJsonObject(check) ? [toCheck(check)] : [])),
    ...defined({ review: REVIEWS[String(row['reviewDecision'])] }),
  };
}

const REVIEWS: Readonly<Record<string, PullRequest['review']>> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes-requested',
  REVIEW_REQUIRED: 'required',
};

function toState(state: string, isDraft: boolean): PullRequest['state'] {
  if (state === 'MERGED') return 'merged';
  if (state === 'CLOSED') return 'closed';
  return isDraft ? 'draft' : 'open';
}

/** A check run has a status and a conclusion, an older status only a state. */
function toCheck(check: JsonObject): PullRequestCheck {
  const outcome = String(check['conclusion'] || check['state'] || check['status'] || '').toUpperCase();
  const url = check['detailsUrl'] ?? check['targetUrl'];
  const state = /SUCCESS/.test(outcome)
    ? 'passed'
    : /SKIPPED|NEUTRAL/.test(outcome)
      ? 'skipped'
      : /FAILURE|ERROR|CANCELLED|TIMED_OUT|ACTION_REQUIRED/.test(outcome)
        ? 'failed'
        : 'running';
  return {
    name: String(check['name'] ?? check['context'] ?? 'check'),
    state,
    ...(typeof url === 'string' ? { url } : {}),
  };
}
