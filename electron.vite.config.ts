// The build: main (window and headless entries), preload and pages, each into its folder of out/.
import { resolve } from 'node:path';

import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

import { chunkMessages } from './scripts/chunk-messages.ts';
import { compileMessages } from './scripts/compile-messages.ts';
import { lightBuiltins } from './scripts/light-builtins.ts';
import { listLicenses } from './scripts/list-licenses.ts';
import { modernFonts } from './scripts/modern-fonts.ts';
import { pageStart } from './scripts/page-start.ts';
import { pdfParts } from './scripts/pdf-parts.ts';
import { precompress } from './scripts/precompress.ts';
import { shellGrammarFiles } from './scripts/shell-grammar-files.ts';
import { searchWorker } from './scripts/search-worker.ts';
import { serviceWorker } from './scripts/service-worker.ts';
import { startChunks } from './scripts/start-chunks.ts';
import { webChatPage } from './scripts/web-chat-page.ts';
import { withoutElk } from './scripts/without-elk.ts';

/** Only these are left outside the bundle: native modules, which cannot be bundled, and what Electron brings. */
const EXTERNAL = ['electron', 'better-sqlite3', 'node-pty', 'cpu-features', /\.node$/];

const pageLicenses = listLicenses();

export default defineConfig({
  main: {
    plugins: [compileMessages(), lightBuiltins(), shellGrammarFiles(), searchWorker(), listLicenses().bundle],
    build: {
      minify: true,
      sourcemap: true,
      rolldownOptions: {
        external: EXTERNAL,
        input: {
          index: resolve('electron/main/index.ts'),
          headless: resolve('cli/main.ts'),
        },
        // V8 needs twice the memory and more time to read a file that has other characters.
        output: { charset: 'ascii', codeSplitting: { groups: [startChunks()] } },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      rolldownOptions: {
        external: ['electron'],
        input: { index: resolve('electron/preload/index.ts') },
        // A sandboxed preload script must be CommonJS.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    // electron-vite sets a relative base, which doesn't work at page addresses such as /sessions/x.
    plugins: [
      chunkMessages(),
      compileMessages(),
      react(),
      tailwindcss(),
      { name: 'absolute-base', config: () => ({ base: '/' }) },
      pageLicenses.bundle,
      pdfParts(),
      serviceWorker(),
      // After the service worker, which lists the files of the app.
      webChatPage(),
      withoutElk(),
      modernFonts(),
      precompress(),
    ],
    worker: { format: 'es', plugins: pageLicenses.workers },
    build: {
      minify: true,
      // The content policy allows fonts from our own origin only, not from inside the style sheet.
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: { index: resolve('renderer/index.html') },
        output: { codeSplitting: { groups: [pageStart()] } },
      },
    },
  },
});
