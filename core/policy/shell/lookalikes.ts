// Characters that look like others: a name can't be read reliably if it contains them.

/** Letters of other scripts that look like Latin ones. */
const LOOKALIKE_LETTERS = /^[асеорхуіјѕһԁԛԝѵгкмнтвАВЕКМНОРСТУХІЈЅαοινρυχκτΑΒΕΖΗΙΚΜΝΟΡΤΥΧօսցһոіｌ]+$/u;
const OTHER_LETTER = /[^\P{L}\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u;
const MIXABLE =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Lisu}]/u;
const ASCII_LETTER = /[A-Za-z]/;
/** Dashes, slashes, dots, quotes, and separators that look like those of a shell. */
const PUNCTUATION =
  /[\u00a0\u00b4\u02b9-\u02bf\u02c8\u02cb\u037e\u0387\u05c3\u0589\u1680\u180e\u2000-\u200a\u2010-\u2015\u2018-\u201f\u2024\u2032-\u2037\u2044\u202f\u204e\u2043\u205f\u2212\u2215\u2216\u2217\u2223\u2236\u223c\u2758\u29f5\u29f8\u3000\ua4fa\ufe50-\ufe6f]/u;

/** Whether a text has a character that looks like another one. */
export function hasLookalike(text: string): boolean {
  if (/^[\u0000-\u007f]*$/.test(text)) return false;
  if (PUNCTUATION.test(text)) return true;
  // Full-width and mathematical letters become plain ones.
  if (Array.from(text).some((character) => character > '\u007f' && isPlain(character.normalize('NFKC')))) return true;
  return (text.match(/[\p{L}\p{M}\p{N}_]+/gu) ?? []).some(isDeceptive);
}

function isPlain(character: string): boolean {
  return /^[\u0021-\u007e]+$/.test(character);
}

function isDeceptive(word: string): boolean {
  if (!OTHER_LETTER.test(word)) return false;
  return LOOKALIKE_LETTERS.test(word) || (MIXABLE.test(word) && ASCII_LETTER.test(word));
}
