// Collects the texts of a parsed file that a person or a model reads.
import { Visitor, type ESTree } from 'vite';

import { lineFinder, type ParsedSource } from '../sources/parse-source.ts';
import { isProse } from './is-prose.ts';

/** A text and the line on which it starts. */
export interface FoundString {
  readonly line: number;
  readonly text: string;
}

interface Found {
  readonly at: number;
  readonly text: string;
}

/** Literals, templates and JSX texts that read like prose; with `all`, every literal that isn't a name of something. */
export function collectStrings(file: ParsedSource, all = false): readonly FoundString[] {
  const found: Found[] = [];
  const names = new Set<number>();
  const skip = (node: { readonly start: number } | null): void => void (node !== null && names.add(node.start));
  const add = (at: number, text: string, isText = all): void => {
    const plain = text.replaceAll(/\s+/g, ' ').trim();
    if (!names.has(at) && (isText ? /\p{L}/u.test(plain) : isProse(plain))) found.push({ at, text: plain });
  };
  new Visitor({
    ImportDeclaration: ({ source }) => skip(source),
    ExportNamedDeclaration: ({ source }) => skip(source),
    ExportAllDeclaration: ({ source }) => skip(source),
    ImportExpression: ({ source }) => skip(source),
    TSLiteralType: ({ literal }) => skip(literal),
    Property: ({ key }) => skip(key),
    JSXAttribute: ({ name, value }) => {
      if (name.type === 'JSXIdentifier' && name.name === 'className') skip(value);
    },
    JSXText: ({ start, value }) => add(start, value, true),
    Literal: (node) => {
      if (typeof node.value === 'string') add(node.start, node.value);
    },
    TemplateLiteral: (node) => add(node.start, templateText(node, file.text)),
  }).visit(file.program);
  return withLines(file.text, found);
}

/** Names of suites and tests, those in a table of functions included. */
export function collectTestNames(file: ParsedSource): readonly FoundString[] {
  const found: Found[] = [];
  const add = (node: ESTree.Node | undefined): void => {
    const text = node === undefined ? undefined : textOf(node, file.text);
    if (node !== undefined && text !== undefined) found.push({ at: node.start, text });
  };
  new Visitor({
    CallExpression: ({ callee, arguments: [first] }) => {
      if (/^(?:it|test|describe\w*)$/.test(rootName(callee) ?? '')) add(first);
    },
    Property: ({ key, value }) => {
      if (value.type === 'FunctionExpression' && textOf(key, file.text)?.includes(' ') === true) add(key);
    },
  }).visit(file.program);
  return withLines(file.text, found);
}

/** The function that a call starts from: `it` in `it.each(rows)('name')`. */
function rootName(callee: ESTree.Node): string | undefined {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type === 'MemberExpression') return rootName(callee.object);
  return callee.type === 'CallExpression' ? rootName(callee.callee) : undefined;
}

function textOf(node: ESTree.Node, source: string): string | undefined {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined;
  return node.type === 'TemplateLiteral' ? templateText(node, source) : undefined;
}

/** The text with its expressions in braces. */
function templateText({ quasis, expressions }: ESTree.TemplateLiteral, source: string): string {
  return quasis
    .map(({ value }, index) => {
      const expression = expressions[index];
      const text = value.cooked ?? value.raw;
      return expression === undefined ? text : `${text}{${source.slice(expression.start, expression.end)}}`;
    })
    .join('');
}

function withLines(text: string, found: readonly Found[]): readonly FoundString[] {
  const lineAt = lineFinder(text);
  return found.toSorted((a, b) => a.at - b.at).map(({ at, text: own }) => ({ line: lineAt(at), text: own }));
}
