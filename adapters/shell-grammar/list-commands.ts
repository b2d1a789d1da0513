// Lists the simple commands of a syntax tree with their words. Any node that isn't plainly harmless ends it.
import type { Node } from 'web-tree-sitter';
import { readNode } from './read-node.ts';

type Words = readonly string[];

const STRUCTURE: ReadonlySet<string> = new Set([
  'program',
  'list',
  'pipeline',
  'subshell',
  'compound_statement',
  'negated_command',
]);
const SEPARATORS: ReadonlySet<string> = new Set(['&&', '||', ';', '\n', '|', '|&', '(', ')', '{', '}', '!']);
/** Output to the null device, and merged outputs. */
const HARMLESS_REDIRECT = /^(?:[12]?>>?\|?|&>>?)\s*(?:\/dev\/null|"\/dev\/null"|'\/dev\/null')$|^[12]?>&\s*[12]$/;
const MAX_DEPTH = 200;

/** The words of each command; undefined if the tree has anything else. */
export function listCommands(root: Node): readonly Words[] | undefined {
  const commands: Words[] = [];
  return !root.hasError && collect(root, commands, 0) ? commands : undefined;
}

function collect(node: Node, commands: Words[], depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  if (node.type === 'comment') return true;
  if (node.type === 'redirected_statement') return collectRedirected(node, commands, depth);
  if (node.type === 'command' || node.type === 'test_command') return collectCommand(node, commands);
  if (!STRUCTURE.has(node.type)) return false;
  return node.children.every((child) =>
    child.isNamed ? collect(child, commands, depth + 1) : SEPARATORS.has(child.text.trim() === '' ? '\n' : child.text),
  );
}

function collectRedirected(node: Node, commands: Words[], depth: number): boolean {
  return node.children.every((child) =>
    child.type === 'file_redirect' ? HARMLESS_REDIRECT.test(child.text) : collect(child, commands, depth + 1),
  );
}

function collectCommand(node: Node, commands: Words[]): boolean {
  const words = node.type === 'test_command' ? readTest(node) : readWords(node);
  if (words === undefined) return false;
  commands.push(words);
  return true;
}

function readWords(node: Node): Words | undefined {
  const words: string[] = [];
  for (const child of node.children) {
    if (child.type === 'file_redirect') {
      if (!HARMLESS_REDIRECT.test(child.text)) return undefined;
      continue;
    }
    const named = child.type === 'command_name' ? child.children[0] : child;
    const word = named === undefined ? undefined : readNode(named);
    if (word === undefined) return undefined;
    words.push(word);
  }
  return words;
}

/** `[ -f a ]`: the grammar has a tree for its expression, whose leaves are the words. */
function readTest(node: Node): Words | undefined {
  if (node.children[0]?.type !== '[') return undefined;
  const words: string[] = [];
  return collectLeaves(node, words, 0) ? words : undefined;
}

function collectLeaves(node: Node, words: string[], depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  return node.children.every((child) => {
    const isInner = child.type.endsWith('_expression');
    const word = isInner ? undefined : child.isNamed ? readNode(child) : child.text;
    if (word !== undefined) words.push(word);
    return word !== undefined || (isInner && collectLeaves(child, words, depth + 1));
  });
}
