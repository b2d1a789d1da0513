// Splits any command line roughly into the words of its commands. Unlike `parseShell`, it never refuses: it is used only to find
// more files to watch, not to allow anything.

/** Longest part of a line that is looked at. */
const MAX_CHARACTERS = 64 * 1024;
const MAX_DEPTH = 4;
const MAX_COMMANDS = 500;
/** Most parts of a line, of which many can be empty. */
const MAX_PARTS = 4 * MAX_COMMANDS;
const KEYWORDS: ReadonlySet<string> = new Set('if then elif else while until do for in case time ! { }'.split(' '));
const ENCODED = /\$'((?:[^'\\]|\\.)*)'/sy;
const ESCAPE = /\\(?:x([\da-f]{1,2})|u([\da-f]{1,4})|([0-7]{1,3})|(.))/gis;
const ASSIGNMENT = /^[A-Za-z_][A-Za-z0-9_]*\+?=/;

const SPECIAL: ReadonlySet<string> = new Set('\\"\' \t<>&|;()`$\n\r');

type Words = readonly string[];

/** A command of a line. `from` is the command whose output it reads. */
export interface SplitCommand {
  readonly words: Words;
  readonly from?: Words;
  /** The assignments before the program. */
  readonly assignments: Words;
}

/** What a line consists of. */
export interface SplitLine {
  readonly commands: readonly SplitCommand[];
  /** Files that it writes by redirection. */
  readonly outputs: Words;
  readonly isBackground: boolean;
  readonly hasSubstitution: boolean;
}

/** Every command in a line, including those in substitutions and in text for another shell. */
export function splitCommands(line: string, depth = 0): readonly SplitCommand[] {
  const { commands, nested } = split(line);
  if (depth >= MAX_DEPTH || commands.length === MAX_COMMANDS) return commands;
  const inner = nested.slice(0, MAX_COMMANDS).flatMap((text) => splitCommands(text, depth + 1));
  return [...commands, ...inner].slice(0, MAX_COMMANDS);
}

/** The commands of a line with its pipes and redirections. */
export function splitLine(line: string): SplitLine {
  const { commands, ...rest } = split(line);
  return { ...rest, commands: commands.filter(({ words }) => words.length > 0) };
}

function split(line: string): SplitLine & { readonly nested: Words } {
  const parts = new Splitter(line.slice(0, MAX_CHARACTERS)).split();
  const commands: SplitCommand[] = [];
  for (const { words, isPiped } of parts.commands) {
    if (commands.length >= MAX_COMMANDS) break;
    const own = toCommand(words);
    const from = isPiped ? commands.at(-1)?.words : undefined;
    if (own.words.length + own.assignments.length > 0)
      commands.push({ ...own, ...(from === undefined ? {} : { from }) });
  }
  return { ...parts, commands };
}

/** Separates keywords and assignments from the program after them. */
function toCommand(words: Words): SplitCommand {
  const start = words.findIndex((word) => !KEYWORDS.has(word) && !ASSIGNMENT.test(word));
  const prefix = start < 0 ? words : words.slice(0, start);
  return { words: start < 0 ? [] : words.slice(start), assignments: prefix.filter((word) => ASSIGNMENT.test(word)) };
}

interface Part {
  readonly words: string[];
  readonly isPiped: boolean;
}

/** One pass over a line. */
class Splitter {
  readonly #line: string;
  readonly #commands: Part[] = [{ words: [], isPiped: false }];
  /** Words that can be command lines themselves. */
  readonly #nested: string[] = [];
  readonly #outputs: string[] = [];
  #word: string | undefined;
  #quote = '';
  #isSubstituting = false;
  #at = 0;
  #isOutput = false;
  #isBackground = false;
  #hasSubstitution = false;

  constructor(line: string) {
    this.#line = line;
  }

  split() {
    for (; this.#at < this.#line.length && this.#commands.length <= MAX_PARTS; this.#at += 1)
      this.#take(this.#line.charAt(this.#at));
    this.#endWord();
    return {
      commands: this.#commands,
      nested: this.#nested,
      outputs: this.#outputs,
      isBackground: this.#isBackground,
      hasSubstitution: this.#hasSubstitution,
    };
  }

  #take(character: string): void {
    if (!SPECIAL.has(character)) return this.#add(character);
    if (this.#startsSubstitution(character)) this.#hasSubstitution = true;
    if (character === '\\' && this.#quote !== "'") this.#takeEscaped();
    else if (character === '$' && this.#quote === '' && this.#next() === "'") this.#takeEncoded();
    else if (this.#quote !== '') this.#takeQuoted(character);
    else if (character === '"' || character === "'") this.#openQuote(character);
    else if (character === '&') this.#takeAmpersand();
    else if (' \t<>'.includes(character)) this.#endWord(character);
    else if (character === '|') this.#takePipe();
    else if (character === '`') this.#takeBacktick();
    else if (';()\n\r'.includes(character)) this.#endCommand();
    else this.#add(character);
  }

  #startsSubstitution(character: string): boolean {
    if (this.#quote === "'") return false;
    return character === '`' || (character === '$' && this.#next() === '(' && this.#line.charAt(this.#at + 2) !== '(');
  }

  #next(): string {
    return this.#line.charAt(this.#at + 1);
  }

  #takeEscaped(): void {
    this.#at += 1;
    const character = this.#line.charAt(this.#at);
    if (character !== '\n') this.#add(character);
  }

  /** A command substitution marks its word, as `$(` does. */
  #takeBacktick(): void {
    this.#isSubstituting = !this.#isSubstituting;
    if (this.#isSubstituting) this.#add('$');
    this.#endCommand();
  }

  /** `$'\\x41'`: escapes stand for characters. */
  #takeEncoded(): void {
    ENCODED.lastIndex = this.#at;
    const text = ENCODED.exec(this.#line)?.[1];
    if (text === undefined) return;
    this.#word = (this.#word ?? '') + text.replaceAll(ESCAPE, decodeEscape);
    this.#at = ENCODED.lastIndex - 1;
  }

  #takeQuoted(character: string): void {
    if (character === this.#quote) this.#quote = '';
    else this.#add(character);
  }

  #openQuote(character: string): void {
    this.#quote = character;
    this.#word ??= '';
  }

  /** `2>&1` and `&>file` redirect; `&&` joins commands; `&` alone starts a job. */
  #takeAmpersand(): void {
    const previous = this.#line.charAt(this.#at - 1);
    if ('<>'.includes(previous) && previous !== '') return this.#add('&');
    if (this.#next() === '>') return this.#endWord();
    if (this.#next() === '&') this.#at += 1;
    else this.#isBackground = true;
    this.#endCommand();
  }

  /** `|` and `|&` connect commands; `||` joins them. */
  #takePipe(): void {
    const next = this.#next();
    if (next === '|' || next === '&') this.#at += 1;
    this.#endCommand(next !== '|');
  }

  #add(character: string): void {
    this.#word = (this.#word ?? '') + character;
  }

  /** `<`: the file after it is read like the value of an option. */
  #endWord(separator = ''): void {
    const word = this.#word ?? '';
    if (word !== '') {
      this.#commands.at(-1)?.words.push(word);
      if (this.#isOutput) this.#outputs.push(word);
      this.#isOutput = false;
    }
    if (/[\s`(]/.test(word)) this.#nested.push(word);
    if (separator === '<') this.#commands.at(-1)?.words.push('-');
    if (separator === '>') this.#isOutput = true;
    this.#word = undefined;
  }

  #endCommand(isPiped = false): void {
    this.#endWord();
    this.#isOutput = false;
    this.#commands.push({ words: [], isPiped });
  }
}

function decodeEscape(_: string, hex = '', unicode = '', octal = '', other = ''): string {
  const code = hex + unicode === '' ? Number.parseInt(octal, 8) : Number.parseInt(hex + unicode, 16);
  return Number.isNaN(code) ? other : String.fromCharCode(code);
}
