// Runs the GitHub CLI, with the sign-in that the user has there.
import { access, constants } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { invalidRequest, unavailable, type GatewayError } from '#contract/wire/errors.ts';
import { personEnvironment, type Environment } from './git-environment.ts';
import type { RecordContact } from './git-program.ts';
import { runProgram, type ProgramResult } from './run-program.ts';

const TIMEOUT_MS = 60_000;
const MAX_OUTPUT_BYTES = 4 * 1024 * 1024;
const HTTPS = 443;
const VARIABLES = ['GH_TOKEN', 'GITHUB_TOKEN', 'GH_ENTERPRISE_TOKEN', 'GH_HOST', 'GH_CONFIG_DIR'];

/** Runs a command of it that contacts a host. */
export type RunGithub = (
  host: string,
  args: readonly string[],
  options: { readonly signal: AbortSignal; readonly input?: string },
) => Promise<ProgramResult>;

/** Each call is recorded as a connection to the host. @throws {GatewayError} `GH_MISSING` */
export function createGithubRun(environment: Environment, record: RecordContact): RunGithub {
  return async (host, args, options) => {
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

/** The error for what it wrote when it failed. */
export function toGithubError(messages: string): GatewayError {
  const detail = messages.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
  if (/auth login|authentication|HTTP 401/i.test(messages))
    return invalidRequest(
      'GitHub requires you to sign in.',
      'GH_SIGN_IN',
      'Run "gh auth login" in a terminal, then retry.',
    );
  return unavailable(`The request to GitHub failed: ${detail === '' ? 'no reason was given' : detail}`, {
    details: { code: 'GH_FAILED' },
  });
}
