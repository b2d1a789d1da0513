// Reads one word as it is written: its value if quotes are all that it needs, or why only the shell knows it.

/** The value of a word, or the reason why it isn't known. */
export interface ReadWord {
  readonly text: string;
  readonly isPattern: boolean;
  readonly problem?: string;
}

/** Characters with a meaning outside quotes. */
const MEANINGS: Readonly<Record<string, string>> = {
  '`': 'a command substitution',
  '[': 'a file pattern in brackets',
  '(': 'a group or substitution',
  ')': 'a group or substitution',
  '<': 'a substitution or redirection',
  '>': 'a substitution or redirection',
};
/** After these, a dollar sign is a plain character. */
const ENDS_DOLLAR = /^(?:$|["\s|)/.,:;%])/;
const ESCAPED_IN_QUOTES: ReadonlySet<string> = new Set('$`"\\');
/** Braces with a comma or a range. */
const BRACES = /\{[^}]*(?:,|\.\.)[^}]*\}?/;

/** Reads the source of a word. */
export function readWord(source: string): ReadWord {
  const reader = new WordReader(source);
  const problem = reader.read() ?? reader.describePattern();
  if (problem !== undefined) return { text: source, isPattern: false, problem };
  return { text: reader.text, isPattern: reader.isPattern };
}

class WordReader {
  readonly #source: string;
  #at = 0;
  #isQuoted = false;
  /** The characters outside quotes; quoted ones are blanks. */
  #bare = '';
  text = '';
  isPattern = false;

  constructor(source: string) {
    this.#source = source;
  }

  /** Reads to the end. Returns why it stopped. */
  read(): string | undefined {
    if (this.#source === '[' || this.#source === ']') {
      this.text = this.#source;
      return undefined;
    }
    while (this.#at < this.#source.length) {
      const problem = this.#readNext();
      if (problem !== undefined) return problem;
    }
    if (BRACES.test(this.#bare)) return 'it contains a brace expansion';
    return /(?:^|[=:])~/.test(this.#bare) ? 'it contains the home directory (~)' : undefined;
  }

  /** Why a pattern isn't one that can be checked. */
  describePattern(): string | undefined {
    if (!this.isPattern) return undefined;
    if (this.#isQuoted) return 'it contains a file pattern with quotes';
    return /^[*?-]/.test(this.text) ? 'it contains a file pattern that can match options' : undefined;
  }

  #readNext(): string | undefined {
    const character = this.#source.charAt(this.#at);
    const rest = this.#source.slice(this.#at + 1);
    if (character === "'") return this.#readSingleQuoted();
    if (character === '"') return this.#readDoubleQuoted();
    if (character === '\\') return this.#readEscaped(rest);
    if (character === '$' && rest === '') return this.#add(character);
    const meaning = character === '$' ? describeDollar(rest) : MEANINGS[character];
    if (meaning !== undefined) return `it contains ${meaning}`;
    if (character === '*' || character === '?') this.isPattern = true;
    return this.#add(character);
  }

  #add(text: string, isQuoted = false, length = text.length): undefined {
    this.text += text;
    this.#bare += isQuoted ? ' '.repeat(text.length) : text;
    this.#at += length;
    this.#isQuoted ||= isQuoted;
    return undefined;
  }

  #readEscaped(rest: string): string | undefined {
    if (rest === '') return 'it ends in a backslash';
    if (rest.startsWith('\n')) return this.#add('', false, 2);
    const [character = ''] = rest;
    return this.#add(character, true, 1 + character.length);
  }

  #readSingleQuoted(): string | undefined {
    const end = this.#source.indexOf("'", this.#at + 1);
    if (end < 0) return 'a quote is not closed';
    const inner = this.#source.slice(this.#at + 1, end);
    return this.#add(inner, true, inner.length + 2);
  }

  #readDoubleQuoted(): string | undefined {
    let inner = '';
    for (let at = this.#at + 1; at < this.#source.length; at += 1) {
      const character = this.#source.charAt(at);
      const next = this.#source.charAt(at + 1);
      if (character === '"') return this.#add(inner, true, at + 1 - this.#at);
      if (character === '`') return 'it contains a command substitution';
      if (character === '$' && !ENDS_DOLLAR.test(next))
        return `it contains ${describeDollar(this.#source.slice(at + 1))}`;
      if (character === '\\' && next === '\n') at += 1;
      else if (character === '\\' && ESCAPED_IN_QUOTES.has(next)) {
        inner += next;
        at += 1;
      } else inner += character;
    }
    return 'a quote is not closed';
  }
}

/** What a dollar sign starts. */
function describeDollar(rest: string): string {
  if (/^(?:\(\(|\[)/.test(rest)) return 'arithmetic';
  if (rest.startsWith('(')) return 'a command substitution';
  if (/^['"]/.test(rest)) return `a quote with a dollar sign ($${rest.charAt(0)})`;
  return 'a variable';
}

/** A word as the shell reads it back. */
export function quoteWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
