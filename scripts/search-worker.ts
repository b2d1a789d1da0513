// Adds the thread that searches files to the bundle: a file of its own that needs no other, so that the thread starts fast and the
// host's chunks stay as they are.
import { resolve } from 'node:path';
import { build, type Plugin, type Rolldown } from 'vite';

const ENTRY = resolve('adapters/machines/workspace-tools/search/search-worker.ts');

/** The plugin. `search-threads.ts` finds the file by its name. */
export function searchWorker(): Plugin {
  return {
    name: 'search-worker',
    apply: 'build',
    async generateBundle() {
      for (const chunk of await bundle())
        if (chunk.type === 'chunk') this.emitFile({ type: 'asset', fileName: 'search-worker.js', source: chunk.code });
    },
  };
}

async function bundle(): Promise<Rolldown.RolldownOutput['output'][number][]> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: ENTRY,
      write: false,
      minify: true,
      rolldownOptions: { output: { codeSplitting: false, charset: 'ascii' } },
    },
  });
  return [result].flat().flatMap((one) => ('output' in one ? [...one.output] : []));
}
