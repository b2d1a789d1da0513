// The template of a TypeScript library.
import { defineTemplate, toJsonFile } from './built-in-template.ts';

const SOURCE = `/** Returns a greeting. */
export function greet(name: string): string {
  return \`Hello, \${name}!\`;
}
`;
/** In texts of this template only: nothing here runs on Node. */
const NODE = 'node';
const TEST = `import assert from '${NODE}:assert/strict';
import { test } from '${NODE}:test';
import { greet } from './index.ts';

test('greets by name', () => {
  assert.equal(greet('Ada'), 'Hello, Ada!');
});
`;

/** A small library with a test. */
export const typescriptLibrary = defineTemplate({
  id: 'typescript-library',
  title: 'TypeScript library',
  description: 'A library with types and a test. Requires Node.js 24.',
  setup: 'npm install',
  prompts: [
    'Explain how this library is organized, then suggest a first function to add.',
    'Add a function with tests. Ask me what it should do.',
  ],
  contents: ({ id, name }) => ({
    'package.json': toJsonFile({
      name: id,
      version: '0.1.0',
      private: true,
      type: 'module',
      exports: './dist/index.js',
      scripts: { build: 'tsc', test: 'node --test "src/**/*.test.ts"' },
      engines: { node: '>=24' },
      devDependencies: { '@types/node': '^24.0.0', typescript: '^5.9.0' },
    }),
    'tsconfig.json': toJsonFile({
      compilerOptions: {
        target: 'es2024',
        module: 'nodenext',
        strict: true,
        declaration: true,
        rewriteRelativeImportExtensions: true,
        outDir: 'dist',
        rootDir: 'src',
        types: ['node'],
      },
      include: ['src'],
      exclude: ['src/**/*.test.ts'],
    }),
    'src/index.ts': SOURCE,
    'src/index.test.ts': TEST,
    'README.md': `# ${name}\n\n    npm install\n    npm test\n    npm run build\n`,
    '.gitignore': 'node_modules/\ndist/\n.env\n.env.*\n',
  }),
});
