// Vite plugin that compiles the message catalogs, so that the page needs no parser.
import { pathToFileURL } from 'node:url';

import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import type { Plugin } from 'vite';

const CATALOG = /\/messages\/[a-z]{2}(?:-[a-z]{2})?\/[\w-]+\.ts$/;

/** Replaces each catalog module by its compiled messages. A message that doesn't parse fails the build. */
export function compileMessages(): Plugin {
  return {
    name: 'compile-messages',
    async load(id) {
      const path = id.replaceAll('\\', '/');
      if (!CATALOG.test(path)) return undefined;
      this.addWatchFile(id);
      // The query makes Node read the file again when it changed under a watching build.
      const module: unknown = await import(`${pathToFileURL(id).href}?${Date.now()}`);
      return Object.entries(Object(module))
        .map(([name, catalog]) => exportOf(name, catalog))
        .join('\n');
    },
  };
}

function exportOf(name: string, catalog: unknown): string {
  const compiled = Object.entries(Object(catalog)).map(([id, message]) => [id, compileMessageOrThrow(String(message))]);
  return `export const ${name} = ${JSON.stringify(Object.fromEntries(compiled))};`;
}
