// Vite plugin that gives the bundle `node:http` without its ESM wrapper. The wrapper reads every export when it is created, and
// one of them loads Node's whole fetch implementation: a fifth of the time that the host takes to start.
import * as http from 'node:http';

import type { Plugin } from 'vite';

/** Built-in modules are external before any plugin is asked, so the sources are given another name. */
const ID = 'virtual:light-http';
const RESOLVED = `\0${ID}`;
const IMPORT = /\bfrom (['"])node:http\1/g;
const NAME = /^[A-Za-z_$][\w$]*$/;
/** Getters that load the fetch implementation. */
const FETCH_EXPORTS = new Set(['WebSocket', 'CloseEvent', 'MessageEvent']);

/** Replaces imports of `node:http`. The exports that need Node's fetch implementation aren't available. */
export function lightHttp(): Plugin {
  return {
    name: 'light-http',
    apply: 'build',
    enforce: 'pre',
    // Nothing moves except the rest of the import's line.
    transform: (code) =>
      code.includes('node:http') ? { code: code.replace(IMPORT, `from '${ID}'`), map: null } : undefined,
    resolveId: (id) => (id === ID ? RESOLVED : undefined),
    load(id) {
      if (id !== RESOLVED) return undefined;
      const names = Object.keys(http).filter(
        (name) => NAME.test(name) && name !== 'default' && !FETCH_EXPORTS.has(name),
      );
      return [
        "const http = process.getBuiltinModule('node:http');",
        ...names.map((name) => `export const ${name} = /* @__PURE__ */ (() => http.${name})();`),
        'export default http;',
      ].join('\n');
    },
  };
}
