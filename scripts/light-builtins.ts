// Vite plugin that gives the bundle `node:http` and `node:crypto` without their ESM wrappers. A wrapper reads every export when it
// is created. One of `http` loads Node's whole fetch implementation, a fifth of the time that the host takes to start, and one of
// `crypto` the Web Crypto API.
import * as crypto from 'node:crypto';
import * as http from 'node:http';

import type { Plugin } from 'vite';

/** The modules, with the exports that load more. */
const MODULES = new Map<string, { readonly exports: object; readonly heavy: ReadonlySet<string> }>([
  ['node:http', { exports: http, heavy: new Set(['WebSocket', 'CloseEvent', 'MessageEvent']) }],
  ['node:crypto', { exports: crypto, heavy: new Set(['webcrypto', 'subtle', 'getRandomValues']) }],
]);
/** Built-in modules are external before any plugin is asked, so the sources are given other names. */
const PREFIX = 'virtual:light-';
const IMPORT = /\bfrom (['"])(node:(?:http|crypto))\1/g;
const NAME = /^[A-Za-z_$][\w$]*$/;

/** Replaces imports of these modules. Their exports that load more aren't available. */
export function lightBuiltins(): Plugin {
  return {
    name: 'light-builtins',
    apply: 'build',
    enforce: 'pre',
    // Nothing moves except the rest of the import's line.
    transform: (code) =>
      code.includes('node:http') || code.includes('node:crypto')
        ? { code: code.replace(IMPORT, (_, _quote: string, name: string) => `from '${PREFIX}${name}'`), map: null }
        : undefined,
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : undefined),
    load(id) {
      const name = id.startsWith(`\0${PREFIX}`) ? id.slice(PREFIX.length + 1) : '';
      const module = MODULES.get(name);
      if (module === undefined) return undefined;
      const names = Object.keys(module.exports).filter(
        (name) => NAME.test(name) && name !== 'default' && !module.heavy.has(name),
      );
      return [
        `const builtin = process.getBuiltinModule('${name}');`,
        ...names.map((name) => `export const ${name} = /* @__PURE__ */ (() => builtin.${name})();`),
        'export default builtin;',
      ].join('\n');
    },
  };
}
