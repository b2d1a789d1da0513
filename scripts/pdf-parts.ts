// Adds the files to the pages that PDF.js loads on demand: character maps, standard fonts, and decoders of images.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

const PACKAGE = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
/** Folders of the package, and the names of the folders that the viewer asks for. The content policy allows no WebAssembly. */
const FOLDERS = [
  { from: 'cmaps', to: 'cmaps', files: /\.bcmap$|^LICENSE/ },
  { from: 'standard_fonts', to: 'standard_fonts', files: /./ },
  {
    from: 'wasm',
    to: 'decoders',
    files: /_nowasm_fallback\.js$|^LICENSE_(?:JBIG2|OPENJPEG|PDFJS_JBIG2|PDFJS_OPENJPEG)$/,
  },
] as const;

/** The plugin. `renderer/pages/files/pdf` asks for the files under `/pdf/`. */
export function pdfParts(): Plugin {
  return {
    name: 'pdf-parts',
    apply: 'build',
    generateBundle() {
      for (const { from, to, files } of FOLDERS)
        for (const name of readdirSync(join(PACKAGE, from)).filter((file) => files.test(file)))
          this.emitFile({
            type: 'asset',
            fileName: `pdf/${to}/${name}`,
            source: readFileSync(join(PACKAGE, from, name)),
          });
    },
  };
}
