// Adds the two WebAssembly files of the shell grammar to the bundle, which has no node_modules when it is installed.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

const FILES = ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-bash/tree-sitter-bash.wasm'];

/** The plugin. `adapters/shell-grammar` finds the files by their names. */
export function shellGrammarFiles(): Plugin {
  const require = createRequire(import.meta.url);
  return {
    name: 'shell-grammar-files',
    apply: 'build',
    generateBundle() {
      for (const file of FILES) {
        const fileName = `grammar/${file.slice(file.indexOf('/') + 1)}`;
        this.emitFile({ type: 'asset', fileName, source: readFileSync(require.resolve(file)) });
      }
    },
  };
}
