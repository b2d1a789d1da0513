// The variables of a persona as fields of a form.
import { BUILT_IN_VARIABLES, type Persona } from '#contract/types/personas.ts';

const VARIABLE = /\{([a-z][a-zA-Z0-9_]{0,39})\}/g;

/** The variables of a template that a person is asked for, each once, in their order. */
export function askedVariables(template: string): readonly string[] {
  const builtIn: readonly string[] = BUILT_IN_VARIABLES;
  const names = [...template.matchAll(VARIABLE)].map(([, name = '']) => name);
  return [...new Set(names)].filter((name) => !builtIn.includes(name));
}

/** The values that aren't empty, of variables that the template has. */
export function keepValues(
  template: string,
  values: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const asked = askedVariables(template);
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => asked.includes(name) && value !== ''));
}

/** The variables that have no value yet. */
export function missingValues(
  { template, defaults }: Pick<Persona, 'template' | 'defaults'>,
  values: Readonly<Record<string, string>>,
): readonly string[] {
  return askedVariables(template).filter((name) => (values[name] ?? '') === '' && (defaults[name] ?? '') === '');
}
