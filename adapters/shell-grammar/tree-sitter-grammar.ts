// Tree-sitter's grammar of Bash as the second opinion on command lines. It is loaded when it is needed.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Parser as ShellParser } from 'web-tree-sitter';
import type { ShellGrammar } from '#core/ports/shell-grammar.ts';
import { listCommands } from './list-commands.ts';

/** Longest line that is parsed, characters. */
const MAX_LINE = 16 * 1024;

/** The grammar. It is loaded with the first line; while it can't be, no line is confirmed. */
export function createShellGrammar(failed: (error: unknown) => void): ShellGrammar {
  let parser: ShellParser | undefined;
  let loading: Promise<void> | undefined;
  const load = () =>
    createParser().then(
      (created) => void (parser = created),
      (error: unknown) => {
        // Too many open files, for example: the next line tries again.
        loading = undefined;
        failed(error);
      },
    );
  return {
    load: () => (loading ??= load()),
    listCommands(line) {
      if (parser === undefined || line.length > MAX_LINE) return undefined;
      const tree = parser.parse(line);
      if (tree === null) return undefined;
      try {
        return listCommands(tree.rootNode);
      } finally {
        tree.delete();
      }
    },
  };
}

async function createParser(): Promise<ShellParser> {
  const { Language, Parser } = await import('web-tree-sitter');
  // Read here, because the runtime prints what it can't read itself.
  const wasmBinary = await readFile(findFile('web-tree-sitter', 'web-tree-sitter.wasm'));
  await Parser.init({ wasmBinary: new Uint8Array(wasmBinary).buffer });
  const language = await Language.load(await readFile(findFile('tree-sitter-bash', 'tree-sitter-bash.wasm')));
  const parser = new Parser();
  parser.setLanguage(language);
  return parser;
}

/** A bundle has these files in the folder `grammar`, next to its entry or one level above its chunks. */
function findFile(packageName: string, name: string): string {
  const bundled = ['grammar', '../grammar'].map((folder) => path.join(import.meta.dirname, folder, name));
  return bundled.find((file) => existsSync(file)) ?? createRequire(import.meta.url).resolve(`${packageName}/${name}`);
}
