// Reads a rule that is written as text.

const RULE_WORD = /(?:[^\s'"\\]|\\[^]|'[^']*'|"(?:[^"\\]|\\[^])*")+/gs;
const QUOTED = /'([^']*)'|"((?:[^"\\]|\\[^])*)"|\\([^])/gs;

/** The words of a rule that is written as text. Quotes hold words together; no other character has a meaning. */
export function splitRule(text: string): readonly string[] {
  return (text.match(RULE_WORD) ?? []).map((word) =>
    word.replaceAll(
      QUOTED,
      (_, single?: string, double?: string, escaped?: string) =>
        single ?? double?.replaceAll(/\\(["\\$`])/g, '$1') ?? escaped ?? '',
    ),
  );
}
