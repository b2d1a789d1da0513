// Measures functions that have a name: declarations, methods, and functions assigned to a variable or property.
import { Visitor, type ESTree } from 'vite';

import { lineFinder, type ParsedSource } from '../sources/parse-source.ts';

/** Lines from the first to the last of each named function in a file. */
export function functionLengths({ text, program }: Pick<ParsedSource, 'text' | 'program'>): readonly number[] {
  const lineAt = lineFinder(text);
  const lengths: number[] = [];
  const measure = (node: { readonly start: number; readonly end: number }): void => {
    lengths.push(lineAt(node.end - 1) - lineAt(node.start) + 1);
  };
  const measureValue = (value: ESTree.Node | null): void => {
    if (value?.type === 'ArrowFunctionExpression' || value?.type === 'FunctionExpression') measure(value);
  };
  new Visitor({
    FunctionDeclaration: (node) => measure(node),
    MethodDefinition: ({ value }) => measureValue(value),
    PropertyDefinition: ({ value }) => measureValue(value),
    Property: ({ value }) => measureValue(value),
    VariableDeclarator: ({ init }) => measureValue(init),
  }).visit(program);
  return lengths;
}
