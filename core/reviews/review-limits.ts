// What the reviewer of Auto mode may never allow. These calls go to a person without asking a model.
import type { CommandProgram } from '#contract/types/command-program.ts';
import { isControlFile } from '../policy/control-files.ts';
import type { Verdict } from '../policy/policy.ts';
import { getFamily, wordSet } from '../policy/programs.ts';
import { isSecretFile } from '../policy/secret-files.ts';
import type { Plan } from '../ports/tool-source.ts';

/** Programs that reach other computers, or that run with more rights than the agent. */
const OUTSIDE = wordSet(`
  curl wget http https xh ssh scp sftp rsync nc ncat netcat socat telnet ftp lftp docker podman nerdctl kubectl helm terraform tofu
  aws gcloud az gh glab vercel netlify heroku fly npx pnpx bunx uvx pipx sudo doas su pkexec runuser mail sendmail crontab at
`);
/** Programs that reach other computers with some of their subcommands. */
const PARTLY_OUTSIDE: Readonly<Record<string, ReadonlySet<string>>> = {
  git: wordSet('push fetch pull clone remote submodule ls-remote send-email request-pull daemon config'),
  ...Object.fromEntries(
    [
      'npm',
      'pnpm',
      'yarn',
      'bun',
      'pip',
      'pip3',
      'uv',
      'poetry',
      'cargo',
      'go',
      'gem',
      'bundle',
      'composer',
      'deno',
    ].map((name) => [
      name,
      wordSet('i ci install add update upgrade publish exec dlx x get login logout sync download fetch create init'),
    ]),
  ),
};

/** Why a person must decide; undefined if the reviewer may. `knownHosts`: hosts that need no approval. */
export function findReviewLimit(
  { facts }: Pick<Plan, 'facts'>,
  { programs = [] }: Pick<Verdict, 'programs'>,
  knownHosts: readonly string[],
): string | undefined {
  if (facts === undefined || programs.length === 0) return 'only commands are reviewed';
  if (facts.problem !== undefined) return facts.problem;
  for (const known of facts.programs) {
    const unclear = known.call.problems[0] ?? known.folderProblem ?? known.operandProblem;
    if (unclear !== undefined) return unclear;
  }
  for (const program of programs) {
    const problem = findProgramLimit(program, knownHosts);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function findProgramLimit(
  { words, decision, reads = [], writes = [], hosts = [] }: CommandProgram,
  knownHosts: readonly string[],
): string | undefined {
  if (decision === 'deny') return 'a rule denies it';
  const files = [...words.slice(1), ...reads, ...writes];
  if (files.some(isSecretFile)) return 'it names a file that can contain secrets';
  if (files.some((file) => isControlFile(file))) return 'it names a file that controls what other programs run';
  const unknown = hosts.find((host) => !knownHosts.includes(host));
  if (unknown !== undefined) return `it contacts ${unknown}, which is not listed in network.allow`;
  return words.some((word, at) => reachesOutside(word, words.slice(at + 1)))
    ? 'it can reach other computers'
    : undefined;
}

/** Any word can be a program that another one starts. */
function reachesOutside(word: string, rest: readonly string[]): boolean {
  const family = getFamily(word).toLowerCase();
  if (OUTSIDE.has(family)) return true;
  const parts = Object.hasOwn(PARTLY_OUTSIDE, family) ? PARTLY_OUTSIDE[family] : undefined;
  return parts !== undefined && rest.some((argument) => parts.has(argument));
}
