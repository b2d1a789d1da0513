// Vite plugin that leaves the ELK layout out of the diagrams: it would be the largest file of the app, and few diagrams ask for it.
import type { Plugin } from 'vite';

const ELK = /\/elk-\w+\.mjs$/;
const REPLACEMENT = '\0without-elk';
const SOURCE = `export const render = () => { throw new Error("The ELK layout isn't supported. Use another layout."); };`;

/** Replaces the module of the layout by one that says so. The diagram then shows the error and its source. */
export function withoutElk(): Plugin {
  return {
    name: 'without-elk',
    enforce: 'pre',
    resolveId: (id) => (ELK.test(id) ? REPLACEMENT : undefined),
    load: (id) => (id === REPLACEMENT ? SOURCE : undefined),
  };
}
