// Rules that end in `*`: which commands may start one.
import { parseCall } from './profiles/parse-call.ts';
import { findProfile, hasProfiles } from './profiles/registry.ts';
import {
  getFamily,
  isListed,
  NETWORK_CLIENTS,
  RUNNING_SUBCOMMANDS,
  WITH_SUBCOMMAND,
  wordSet,
  WRAPPERS,
} from './programs.ts';

/** Subcommands that download packages and can run their code. */
const INSTALLS = wordSet('install i add ci get update upgrade up link');

/** Subcommands of Git whose operands are files, branches, and remotes. */
const GIT_WITH_OPERANDS = wordSet('add checkout switch restore push pull merge mv rm');

/** A commit with any message, of what is staged or named. Its hooks run, as they do for an exact rule. */
const COMMIT = /^git commit (?:-m|-am|--message)$/;

/** Why a rule that starts with these words can't end in `*`. */
export function findOpenProblem(literal: readonly string[]): string | undefined {
  const [program = '', sub] = literal;
  if (WRAPPERS.has(getFamily(program)) && findProfile([program]) === undefined)
    return `"${program}" starts other programs, so its rule must be exact`;
  const profile = findProfile(literal);
  if (profile !== undefined) {
    const given = literal.slice(profile.words.length).map((text) => ({ text, isPattern: false }));
    const problem = given.length === 0 ? undefined : parseCall(profile, given);
    return typeof problem === 'string' ? problem : undefined;
  }
  if (NETWORK_CLIENTS.has(program)) return `"${program}" can contact any host, so its rule must be exact`;
  if (sub === undefined)
    return WITH_SUBCOMMAND.has(program) && !hasProfiles(program) ? mustBeExact(program) : undefined;
  return findSubcommandProblem(literal, sub);
}

/** The same for a subcommand, or first argument, without a profile. */
function findSubcommandProblem(literal: readonly string[], sub: string): string | undefined {
  const [program = ''] = literal;
  const isRunner = isListed(RUNNING_SUBCOMMANDS, program, sub) || (WITH_SUBCOMMAND.has(program) && INSTALLS.has(sub));
  if (program === 'git' && GIT_WITH_OPERANDS.has(sub) && literal.length === 2) return undefined;
  if (COMMIT.test(literal.join(' '))) return undefined;
  if (hasProfiles(program) || isRunner) return mustBeExact(`${program} ${sub}`);
  const last = literal.at(-1) ?? '';
  return last.startsWith('-') ? `the option "${last}" before * may accept any value` : undefined;
}

function mustBeExact(command: string): string {
  return `"${command}" can do more than read, so its rule must be exact`;
}
