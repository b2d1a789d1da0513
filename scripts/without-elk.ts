// Vite plugin that leaves the ELK layout out of the diagrams, as Mermaid's own small build does: it would be the largest file of the
// app. Diagrams that ask for it get the layout "dagre".
import type { Plugin } from 'vite';

const MERMAID = /\/mermaid\/dist\/.*\.mjs$/;
const REGISTRATION = '...elkLayoutLoaders()';

/** Doesn't register the layout, so its file isn't part of the app. */
export function withoutElk(): Plugin {
  return {
    name: 'without-elk',
    enforce: 'pre',
    transform: (code, id) =>
      MERMAID.test(id) && code.includes(REGISTRATION) ? code.replace(REGISTRATION, '') : undefined,
  };
}
