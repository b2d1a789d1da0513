// Edits a JSON5 text in place: comments, order, and unchanged parts are preserved.
import { parse, type ObjectNode, type Token } from '@humanwhocodes/momoa';
import { hasContent, INDENT, memberName, printJson5, printMember } from './json5.ts';
import type { Change } from './merging.ts';

const EMPTY_FILE = '{\n}\n';

/** Applies changes to a text, which must be a valid JSON5 object or contain only comments. */
export function editText(text: string, changes: readonly Change[]): string {
  const start = hasContent(text) ? text : text + (text === '' || text.endsWith('\n') ? '' : '\n') + EMPTY_FILE;
  return changes.reduce(
    (edited, change) => ('removed' in change ? remove(edited, change.path) : put(edited, change.path, change.value)),
    start,
  );
}

function put(text: string, path: readonly string[], value: unknown): string {
  const { object, rest } = findDeepest(text, path);
  const [key = '', ...below] = rest;
  const member = object.members.find((candidate) => memberName(candidate) === key);
  const nested = below.reduceRight<unknown>((inner, name) => Object.fromEntries([[name, inner]]), value);
  if (member === undefined) return insert(text, object, key, nested);
  const [from, to] = rangeAt(member.value);
  return text.slice(0, from) + printJson5(nested, indentAt(text, rangeAt(member)[0])) + text.slice(to);
}

function remove(text: string, path: readonly string[]): string {
  const { object, rest } = findDeepest(text, path);
  const member = rest.length === 1 ? object.members.find((candidate) => memberName(candidate) === rest[0]) : undefined;
  if (member === undefined) return text;
  const [from, end] = rangeAt(member);
  const comma = commaAfter(text, end);
  const to = endOfLineComment(text, comma ?? end);
  const lineStart = text.lastIndexOf('\n', from - 1) + 1;
  const alone = text.slice(lineStart, from).trim() === '' && text[to] === '\n';
  return alone
    ? text.slice(0, lineStart) + text.slice(to + 1)
    : text.slice(0, from) + text.slice(comma ?? end).replace(/^[ \t]+/, '');
}

/** The innermost existing object along the path, and the rest of the path. */
function findDeepest(text: string, path: readonly string[]) {
  let object = objectAt(text);
  let depth = 0;
  for (; depth < path.length - 1; depth++) {
    const next = object.members.find((member) => memberName(member) === path[depth])?.value;
    if (next?.type !== 'Object') break;
    object = next;
  }
  return { object, rest: path.slice(depth) };
}

function objectAt(text: string): ObjectNode {
  const { body } = parse(text, { mode: 'json5', ranges: true });
  if (body.type !== 'Object') throw new Error('the configuration must be an object');
  return body;
}

function insert(text: string, object: ObjectNode, key: string, value: unknown): string {
  const [from, to] = rangeAt(object);
  const last = object.members.at(-1);
  const closing = to - 1;
  if (last === undefined)
    return insertFirst(text, from, closing, printMember(key, value, indentAt(text, from) + INDENT));
  const [lastFrom, lastTo] = rangeAt(last);
  const comma = commaAfter(text, lastTo);
  if (!text.slice(from, closing).includes('\n')) {
    return `${text.slice(0, lastTo)}, ${printMember(key, value, indentAt(text, from))}${text.slice(comma ?? lastTo)}`;
  }
  const indent = indentAt(text, lastFrom);
  const lineEnd = endOfLineComment(text, comma ?? lastTo);
  const separated =
    comma === undefined ? `${text.slice(0, lastTo)},${text.slice(lastTo, lineEnd)}` : text.slice(0, lineEnd);
  return `${separated}\n${indent}${printMember(key, value, indent)},${text.slice(lineEnd)}`;
}

/** Inserts into an object without members. Its comments stay before the new member. */
function insertFirst(text: string, from: number, closing: number, printed: string): string {
  const inside = text.slice(from + 1, closing).trimEnd();
  const indent = indentAt(text, from);
  return `${text.slice(0, from + 1)}${inside}\n${indent}${INDENT}${printed},\n${indent}${text.slice(closing)}`;
}

/** The indentation of the line that contains `offset`. */
function indentAt(text: string, offset: number): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
}

/** The end of the comma after `offset`. Comments can precede the comma. */
function commaAfter(text: string, offset: number): number | undefined {
  const next = /^(?:\s|\/\*[\s\S]*?\*\/|\/\/[^\n]*\n)*,/.exec(text.slice(offset));
  return next === null ? undefined : offset + next[0].length;
}

/** The end of a comment after `offset` on the same line; `offset` itself if there is none. */
function endOfLineComment(text: string, offset: number): number {
  const comment = /^[ \t]*(?:\/\/[^\n]*|\/\*[^\n]*?\*\/[ \t]*(?=\n))/.exec(text.slice(offset));
  const blanks = /^[ \t]*(?=\n)/.exec(text.slice(offset));
  return offset + (comment?.[0].length ?? blanks?.[0].length ?? 0);
}

function rangeAt(node: { readonly range?: Token['range'] }): readonly [number, number] {
  // The parser was called with `ranges`.
  const range = node.range as readonly [number, number] | undefined;
  if (range === undefined) throw new Error('the parser gave no position');
  return range;
}
