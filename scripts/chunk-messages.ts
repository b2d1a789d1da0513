// Vite plugin that puts each English message into the chunks whose code uses it, so that a message is loaded together with the first
// part of the app that shows it.
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import type { Plugin } from 'vite';

import { ENGLISH } from '../messages/english.ts';
import { findMessageIds } from './message-ids.ts';

const BUILT_IN = /\/messages\/built-in\.ts$/;
/** Where the chunks put their messages: a chunk can't import from another one at this point of the build. */
const SHARED = 'globalThis.gatehouseMessages??={}';

/** The plugin, for builds of the pages. A watching build keeps the texts with which it started. */
export function chunkMessages(): Plugin {
  return {
    name: 'chunk-messages',
    apply: 'build',
    load(id) {
      return BUILT_IN.test(id.replaceAll('\\', '/')) ? `export const BUILT_IN = ${SHARED};` : undefined;
    },
    renderChunk(code) {
      const messages = findMessageIds(code, IDS).map((id) => [id, compileMessageOrThrow(TEXTS[id] ?? '')]);
      if (messages.length === 0) return undefined;
      const object = JSON.stringify(Object.fromEntries(messages));
      return { code: `Object.assign(${SHARED},${object});\n${code}`, map: null };
    },
  };
}

const TEXTS: Readonly<Record<string, string>> = ENGLISH;
const IDS = Object.keys(TEXTS);
