// One parser for slash commands, wherever they are typed: `/name words "more words"`.

/** A message in the form of a command. */
export interface ParsedCommand {
  readonly name: string;
  /** Everything after the name, as typed. */
  readonly args: string;
  /** The same split into words. Quotes group words; a backslash escapes the next character. */
  readonly words: readonly string[];
}

/** Longer messages are never commands, characters. */
const MAX_COMMAND_CHARACTERS = 1_000;

/** Parses a command; undefined for any other message: several lines, a path, an unclosed quote. */
export function parseCommand(text: string): ParsedCommand | undefined {
  if (text.length > MAX_COMMAND_CHARACTERS) return undefined;
  const found = /^\s*\/([a-z]{1,20})(?:[ \t]+(\S[^\n]*))?\s*$/.exec(text);
  if (found === null) return undefined;
  const [, name = '', args = ''] = found;
  return { name, args: args.trim(), words: splitQuoted(args) ?? args.trim().split(/\s+/) };
}

/** Undefined when a quote is not closed, so an apostrophe doesn't count as a quote. */
function splitQuoted(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\' && at + 1 < text.length) word = (word ?? '') + text.charAt((at += 1));
    else if (quote !== undefined) {
      if (character === quote) quote = undefined;
      else word = (word ?? '') + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + character;
  }
  if (quote !== undefined) return undefined;
  return word === undefined ? words : [...words, word];
}
