// Splits any command line roughly into the words of its commands. Unlike `parseLine`, it never refuses: it is used only to find
// more files to watch, not to allow anything.

/** Longest part of a line that is looked at. */
const MAX_CHARACTERS = 64 * 1024;
const MAX_DEPTH = 4;
const MAX_COMMANDS = 1_000;
const KEYWORDS: ReadonlySet<string> = new Set('if then elif else while until do for in case time ! { }'.split(' '));
const ASSIGNMENT = /^[A-Za-z_][A-Za-z0-9_]*\+?=/;

type Words = readonly string[];

/** The words of every command in a line, including those in substitutions and in text for another shell. */
export function splitCommands(line: string, depth = 0): readonly Words[] {
  const { commands, nested } = new Splitter(line.slice(0, MAX_CHARACTERS)).split();
  const own = commands
    .map(dropPrefix)
    .filter((words) => words.length > 0)
    .slice(0, MAX_COMMANDS);
  return depth >= MAX_DEPTH ? own : [...own, ...nested.flatMap((text) => splitCommands(text, depth + 1))];
}

/** A command without keywords and assignments before its program. */
function dropPrefix(words: Words): Words {
  const start = words.findIndex((word) => !KEYWORDS.has(word) && !ASSIGNMENT.test(word));
  return start < 0 ? [] : words.slice(start);
}

/** One pass over a line. */
class Splitter {
  readonly #line: string;
  readonly #commands: string[][] = [[]];
  /** Words that can be command lines themselves. */
  readonly #nested: string[] = [];
  #word: string | undefined;
  #quote = '';
  #at = 0;

  constructor(line: string) {
    this.#line = line;
  }

  split(): { readonly commands: readonly Words[]; readonly nested: Words } {
    for (; this.#at < this.#line.length; this.#at += 1) this.#take(this.#line.charAt(this.#at));
    this.#endWord();
    return { commands: this.#commands, nested: this.#nested };
  }

  #take(character: string): void {
    if (character === '\\' && this.#quote !== "'") this.#takeEscaped();
    else if (this.#quote !== '') this.#takeQuoted(character);
    else if (character === '"' || character === "'") this.#openQuote(character);
    else if (' \t<>'.includes(character)) this.#endWord(character === '<');
    else if (';&|()`\n\r'.includes(character)) this.#endCommand();
    else if (character !== '$' || this.#line.charAt(this.#at + 1) !== '(') this.#add(character);
  }

  #takeEscaped(): void {
    this.#at += 1;
    const character = this.#line.charAt(this.#at);
    if (character !== '\n') this.#add(character);
  }

  #takeQuoted(character: string): void {
    if (character === this.#quote) this.#quote = '';
    else this.#add(character);
  }

  #openQuote(character: string): void {
    this.#quote = character;
    this.#word ??= '';
  }

  #add(character: string): void {
    this.#word = (this.#word ?? '') + character;
  }

  /** `<`: the file after it is read like the value of an option. */
  #endWord(isInput = false): void {
    const word = this.#word ?? '';
    if (word !== '') this.#commands.at(-1)?.push(word);
    if (/[\s`(]/.test(word)) this.#nested.push(word);
    if (isInput) this.#commands.at(-1)?.push('-');
    this.#word = undefined;
  }

  #endCommand(): void {
    this.#endWord();
    this.#commands.push([]);
  }
}
