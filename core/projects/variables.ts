// Environment variables of projects.
import { invalidRequest } from '#contract/wire/errors.ts';

/** Variables that machines set, or whose value the next program would run. Machines drop them from a command's environment. */
const RESERVED =
  /^(LD_|DYLD_|GIT_|NPM_CONFIG_|BASH_|PYTHON|RUBY|PERL|GATEHOUSE_)|^(ENV|SHELLOPTS|PS4|PROMPT_COMMAND|IFS|NODE_OPTIONS|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|PATH|HOME|SHELL|TERM|USER|LOGNAME)$/i;

/** @throws {GatewayError} if a project can't set this variable */
export function requireVariableName(name: string): void {
  if (!RESERVED.test(name)) return;
  throw invalidRequest(
    `A project can't set ${name}, because programs would run its value as code or Gatehouse sets it.`,
    'VARIABLE_RESERVED',
    'Choose another name, or set it in the setup script or the command itself.',
  );
}
