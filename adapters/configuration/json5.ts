// Reads and prints JSON5. Reading and editing use the same parser, so a file that can be read can be edited.
import { parse, type MemberNode, type ObjectNode, type ValueNode } from '@humanwhocodes/momoa';

/** Indentation of one level. */
export const INDENT = '  ';

/** Longest file, characters: parsing a longer one would delay the start by seconds. */
const MAX_CHARACTERS = 1024 * 1024;

/** The message for a file that isn't parsed. */
export const TOO_LONG = 'the file is longer than 1 MiB';

/** Whether a text is too long to be parsed. */
export function isTooLong(text: string): boolean {
  return text.length > MAX_CHARACTERS;
}

/** Whether a text contains more than white space and comments. */
export function hasContent(text: string): boolean {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|\uFEFF/g, '').trim() !== '';
}

/** The value of a text. @throws {Error} with the line and column of a syntax error or a duplicate key. */
export function parseJson5(text: string): unknown {
  try {
    return toValue(parse(text, { mode: 'json5' }).body);
  } catch (error) {
    if (!(error instanceof Error && 'offset' in error && typeof error.offset === 'number')) throw error;
    // For an unexpected character, the parser reports the position of the previous one.
    const before = text.slice(0, error.offset + Number(error.message.startsWith('Unexpected character')));
    const place = `line ${before.split('\n').length}, column ${before.length - before.lastIndexOf('\n')}`;
    throw new Error(`invalid syntax at ${place}`, { cause: error });
  }
}

/** The key of a member. */
export function memberName({ name }: MemberNode): string {
  return name.type === 'Identifier' ? name.name : name.value;
}

/** `fromEntries` keeps `__proto__` a plain key. */
function toValue(node: ValueNode): unknown {
  switch (node.type) {
    case 'Object':
      refuseDuplicates(node);
      return Object.fromEntries(node.members.map((member) => [memberName(member), toValue(member.value)]));
    case 'Array':
      return node.elements.map((element) => toValue(element.value));
    case 'Null':
      return null;
    case 'NaN':
      return NaN;
    case 'Infinity':
      return node.sign === '-' ? -Infinity : Infinity;
    default:
      return node.value;
  }
}

/** Only one of two values could count, and nobody would notice that the other one doesn't. */
function refuseDuplicates({ members }: ObjectNode): void {
  const known = new Set<string>();
  for (const member of members) {
    const key = memberName(member);
    const { line, column } = member.loc.start;
    if (known.has(key)) throw new Error(`duplicate key ${JSON.stringify(key)} at line ${line}, column ${column}`);
    known.add(key);
  }
}

/** Prints a value. `indent` is the indentation of the line on which it starts. */
export function printJson5(value: unknown, indent: string): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object' || value === null) return String(value ?? null);
  const inner = indent + INDENT;
  const parts = Array.isArray(value)
    ? value.map((item) => printJson5(item, inner))
    : Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [printMember(key, item, inner)]));
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (parts.length === 0) return open + close;
  return `${open}\n${parts.map((part) => `${inner}${part},\n`).join('')}${indent}${close}`;
}

/** Prints a key with its value. */
export function printMember(key: string, value: unknown, indent: string): string {
  return `${printKey(key)}: ${printJson5(value, indent)}`;
}

/** Words that the parser reads as values if they aren't quoted, even as keys. */
const VALUE_WORDS: ReadonlySet<string> = new Set(['null', 'true', 'false', 'NaN', 'Infinity']);

/** Prints a key, quoted if necessary. */
export function printKey(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) && !VALUE_WORDS.has(key) ? key : quote(key);
}

function quote(text: string): string {
  const quoted = JSON.stringify(text).replace(/[\u2028\u2029]/g, (mark) => `\\u${mark.charCodeAt(0).toString(16)}`);
  return text.includes("'") ? quoted : `'${quoted.slice(1, -1).replaceAll('\\"', '"')}'`;
}
