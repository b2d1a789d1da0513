// Resolves `${NAME}` and `${NAME:-default}` in strings of a configuration from the environment. `$${` is a literal `${`.
import { mapTexts, pathText, type Issue } from './syntax.ts';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

const REFERENCE = /\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;

/** Resolves the references in a value. A missing variable is an issue. */
export function substitute(
  value: unknown,
  environment: Environment,
): { readonly value: unknown; readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const fill = (text: string, path: readonly string[]) =>
    fillText(text, environment, (name) =>
      issues.push({ path: pathText(path), message: `the environment variable ${name} is not set` }),
    );
  return { value: mapTexts(value, fill), issues };
}

/** Whether a text refers to an environment variable. */
export function refersToEnvironment(value: unknown): boolean {
  return typeof value === 'string' && value.matchAll(REFERENCE).some((match) => match[1] !== undefined);
}

function fillText(text: string, environment: Environment, missing: (name: string) => void): string {
  return text.replace(REFERENCE, (whole: string, name: string | undefined, fallback: string | undefined) => {
    if (name === undefined) return '${';
    // As in a shell, an empty variable counts as missing if there is a default.
    const found = fallback === undefined ? environment[name] : environment[name] || fallback;
    if (found === undefined) missing(name);
    return found ?? whole;
  });
}
