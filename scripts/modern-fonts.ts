// Vite plugin that keeps only the WOFF2 version of KaTeX's fonts: every browser that can show the app reads it.
import type { Plugin } from 'vite';

const STYLE = /\/katex\/dist\/katex(?:\.min)?\.css$/;
const OLDER = /,\s*url\([^)]*\.(?:woff|ttf)\)\s*format\([^)]*\)/g;

/** Removes the other versions from the style sheet, so that they aren't part of the app. */
export function modernFonts(): Plugin {
  return {
    name: 'modern-fonts',
    enforce: 'pre',
    transform: (code, id) => (STYLE.test(id.split('?')[0] ?? '') ? code.replaceAll(OLDER, '') : undefined),
  };
}
