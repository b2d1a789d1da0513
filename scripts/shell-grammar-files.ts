// Adds the two WebAssembly files of the shell grammar to the bundle, which has no node_modules when it is installed.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import type { Plugin } from 'vite';

const { resolve } = createRequire(import.meta.url);
const FILES = [resolve('web-tree-sitter/web-tree-sitter.wasm'), resolve('tree-sitter-bash/tree-sitter-bash.wasm')];

/** The plugin. `adapters/shell-grammar` finds the files by their names. */
export function shellGrammarFiles(): Plugin {
  return {
    name: 'shell-grammar-files',
    apply: 'build',
    generateBundle() {
      for (const file of FILES)
        this.emitFile({ type: 'asset', fileName: `grammar/${basename(file)}`, source: readFileSync(file) });
    },
  };
}
