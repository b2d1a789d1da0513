// Tells texts for people from identifiers, class lists, SQL and other texts for programs.

const SQL = /^(?:select|insert|update|delete|create|alter|drop|with|pragma|begin|commit|from|where|order by)\b/;
const SQL_WORDS = /\b(?:SELECT|INSERT INTO|(?:CREATE|ALTER|DROP) (?:TABLE|INDEX|TRIGGER)|WHERE|ORDER BY|PRAGMA)\b/;
/** Characters that stand in class names, flags and patterns but seldom in a sentence. */
const PROGRAM_TOKEN = /[[\]<>=_|\\^$#]|^-|[a-z0-9]-[a-z0-9]|:\S|\d$/;

/** Whether a text reads like a label or a sentence. */
export function isProse(text: string): boolean {
  const tokens = text.split(/\s+/).filter((token) => token !== '');
  if (tokens.length < 2) return /^\p{Lu}\p{Ll}+[.…!?]?$/u.test(text);
  if (SQL.test(text) || SQL_WORDS.test(text)) return false;
  const words = tokens.filter((token) => /^[“"'(]?\p{L}[\p{L}’'-]*[.,:;!?…)”"']*$/u.test(token));
  const program = tokens.filter((token) => PROGRAM_TOKEN.test(token) && !token.startsWith('{'));
  return words.length >= 1 && program.length <= tokens.length / 3;
}
