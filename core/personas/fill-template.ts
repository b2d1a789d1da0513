// Fills the variables of a template. Braces around anything but a variable name, as in JSON, stay as they are.
const VARIABLE = /\{([a-z][a-zA-Z0-9_]{0,39})\}/g;

/** The variables of a template, each once, in their order. */
export function findVariables(template: string): readonly string[] {
  return [...new Set([...template.matchAll(VARIABLE)].map(([, name = '']) => name))];
}

/** The text, or the names of the variables without a value. Values are inserted as they are: variables in them aren't filled. */
export function fillTemplate(
  template: string,
  values: ReadonlyMap<string, string>,
): { readonly text: string } | { readonly missing: readonly string[] } {
  const missing = findVariables(template).filter((name) => (values.get(name) ?? '') === '');
  if (missing.length > 0) return { missing };
  return { text: template.replaceAll(VARIABLE, (whole, name: string) => values.get(name) ?? whole) };
}
