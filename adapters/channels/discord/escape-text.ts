// Text and code that Discord must show as they are.

/** Characters with a meaning anywhere. `<` starts mentions, emojis, and times. */
const SPECIAL = new Set('\\*_~`|[]<');
/** Characters with a meaning at the start of a line: quotes, headings, and lists. */
const SPECIAL_AT_START = new Set('>#-+');
/** Breaks a run of backticks, which would end the code. */
const INVISIBLE = '\u200b';

/** Escapes text. */
export function escapeText(text: string, startsLine: boolean): string {
  let isStart = startsLine;
  let escaped = '';
  let digits = 0;
  for (const character of text) {
    const endsNumber = digits > 0 && character === '.';
    if (SPECIAL.has(character) || (isStart && SPECIAL_AT_START.has(character)) || endsNumber) escaped += '\\';
    escaped += character;
    const isDigit = character >= '0' && character <= '9';
    digits = isDigit && (isStart || digits > 0) ? digits + 1 : 0;
    isStart = character === '\n' || (isStart && character === ' ');
  }
  return escaped;
}

/** Code in a line. */
export function inlineCode(value: string): string {
  const text = value.replaceAll('\n', ' ');
  if (text.trim() === '') return text;
  if (!text.includes('`')) return `\`${text}\``;
  const inner = text.replaceAll(/`(?=`)/g, `\`${INVISIBLE}`);
  return `\`\` ${inner} \`\``;
}

/** A block of code. */
export function codeBlock(value: string, language: string): string {
  const inner = value.replaceAll(/``(?=`)/g, `\`\`${INVISIBLE}`);
  const name = /^[\w+#.-]{1,30}$/.test(language) ? language : '';
  // Discord shows no empty block.
  return `\`\`\`${name}\n${inner === '' ? ' ' : inner}\n\`\`\``;
}
