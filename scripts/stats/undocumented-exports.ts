// Finds exports without a docstring. Members of a family, made by a `define…` function, describe themselves in a field.
import type { ESTree } from 'vite';

import type { ParsedSource } from '../sources/parse-source.ts';

/** Names of the declarations that a file exports without a docstring right above. */
export function undocumentedExports({ program, comments, text }: ParsedSource): readonly string[] {
  const docEnds = comments.filter(({ type, value }) => type === 'Block' && value.startsWith('*')).map(({ end }) => end);
  return program.body.flatMap((node) => {
    if (node.type !== 'ExportNamedDeclaration' || node.declaration === null) return [];
    const documented = docEnds.some((end) => end <= node.start && text.slice(end, node.start).trim() === '');
    return documented ? [] : declaredNames(node.declaration);
  });
}

function declaredNames(declaration: ESTree.Declaration): readonly string[] {
  if (declaration.type === 'VariableDeclaration')
    return declaration.declarations.flatMap(({ id, init }) =>
      id.type === 'Identifier' && !isFamilyMember(init) ? [id.name] : [],
    );
  return 'id' in declaration && declaration.id?.type === 'Identifier' ? [declaration.id.name] : [];
}

function isFamilyMember(value: ESTree.Expression | null): boolean {
  return (
    value?.type === 'CallExpression' && value.callee.type === 'Identifier' && /^define[A-Z]/.test(value.callee.name)
  );
}
