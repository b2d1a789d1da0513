// Reads the corpus of command lines with their verdicts.

/** A line of the corpus. */
export interface CorpusLine {
  readonly verdict: string;
  readonly rules: readonly string[];
  readonly line: string;
  /** As it is in the file. */
  readonly source: string;
}

const ENTRY = /^(allow|ask|deny)((?: \[[^\]]*\])*) \|(?: (.*))?$/;

/** The entries of a corpus file. */
export function readCorpus(text: string): readonly CorpusLine[] {
  return text.split('\n').flatMap((source) => {
    const [, verdict, rules = '', line = ''] = ENTRY.exec(source) ?? [];
    if (verdict === undefined) return [];
    return [
      {
        verdict,
        rules: [...rules.matchAll(/\[([^\]]*)\]/g)].map(([, rule = '']) => rule),
        line: line.replaceAll('⏎', '\n').replaceAll('␉', '\t'),
        source,
      },
    ];
  });
}
