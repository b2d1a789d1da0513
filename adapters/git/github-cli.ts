// Pull requests through the GitHub CLI, with the sign-in that the user has there.
import { access, constants } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import type { PullRequest, PullRequestCheck } from '#contract/types/publishing.ts';
import { invalidRequest, unavailable, type GatewayError } from '#contract/wire/errors.ts';
import { defined } from '#contract/types/defined.ts';
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import type { HostedRepository, PullRequests } from '#core/ports/pull-requests.ts';
import { personEnvironment, type Environment } from './git-environment.ts';
import type { RecordContact } from './git-program.ts';
import { runProgram, type ProgramResult } from './run-program.ts';

const TIMEOUT_MS = 60_000;
const MAX_OUTPUT_BYTES = 4 * 1024 * 1024;
const HTTPS = 443;
const FIELDS = 'number,url,title,state,isDraft,baseRefName,reviewDecision,statusCheckRollup';
const VARIABLES = ['GH_TOKEN', 'GITHUB_TOKEN', 'GH_ENTERPRISE_TOKEN', 'GH_HOST', 'GH_CONFIG_DIR'];

type Run = (
  repository: HostedRepository,
  args: readonly string[],
  options: { readonly signal: AbortSignal; readonly input?: string },
) => Promise<ProgramResult>;

/** Runs the program. Each call is recorded as a connection to the host. */
function createRun(environment: Environment, record: RecordContact): Run {
  return async ({ host }, args, options) => {
    const file = await findProgram(environment);
    const blocked = new AbortController();
    const address = host === 'github.com' ? 'api.github.com' : host;
    const end = record({ host: address, port: HTTPS }, (error) => blocked.abort(error));
    try {
      return await runProgram({
        file,
        args,
        cwd: tmpdir(),
        env: toEnvironment(environment),
        input: options.input,
        timeoutMs: TIMEOUT_MS,
        maxOutputBytes: MAX_OUTPUT_BYTES,
        signal: AbortSignal.any([options.signal, blocked.signal]),
        onMessage: undefined,
      });
    } finally {
      end();
    }
  };
}

/** Pull requests on GitHub. `record` records a connection. */
export function openGithubCli(environment: Environment, record: RecordContact): PullRequests {
  const run = createRun(environment, record);
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
    const { exitCode, output, messages } = await run(repository, args, { signal });
    if (exitCode !== 0) throw toError(messages);
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
      const { exitCode, messages } = await run(repository, all, { signal, input: body });
      if (exitCode !== 0) throw toError(messages);
      const created = await find(repository, head, signal);
      if (created === undefined)
        throw unavailable("GitHub opened the pull request, but doesn't list it yet. Refresh in a moment.");
      return created;
    },
  };
}

async function findProgram(environment: Environment): Promise<string> {
  const name = process.platform === 'win32' ? 'gh.exe' : 'gh';
  for (const folder of (environment['PATH'] ?? environment['Path'] ?? '').split(delimiter)) {
    const file = join(folder, name);
    if (
      isAbsolute(folder) &&
      (await access(file, constants.X_OK).then(
        () => true,
        () => false,
      ))
    )
      return file;
  }
  throw invalidRequest(
    "The GitHub CLI (gh) isn't installed.",
    'GH_MISSING',
    'Install it from https://cli.github.com and run "gh auth login", or open the pull request in the browser.',
  );
}

function toEnvironment(environment: Environment): Record<string, string> {
  const own = VARIABLES.flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...personEnvironment(environment),
    ...Object.fromEntries(own),
    GH_PROMPT_DISABLED: '1',
    GH_NO_UPDATE_NOTIFIER: '1',
    GH_PAGER: 'cat',
    NO_COLOR: '1',
  };
}

function toName({ host, path }: HostedRepository): string {
  return `${host}/${path}`;
}

function toError(messages: string): GatewayError {
  const detail = messages.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
  if (/auth login|authentication|HTTP 401/i.test(messages))
    return invalidRequest(
      'GitHub requires you to sign in.',
      'GH_SIGN_IN',
      'Run "gh auth login" in a terminal, then retry.',
    );
  return unavailable(`GitHub couldn't do that: ${detail === '' ? 'no reason was given' : detail}`, {
    details: { code: 'GH_FAILED' },
  });
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
