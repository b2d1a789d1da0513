// The editor language for a file, loaded when first needed.
import type { Extension } from '@codemirror/state';

type Loader = () => Promise<Extension>;

const javascript =
  (options: { readonly typescript?: boolean; readonly jsx?: boolean }): Loader =>
  async () =>
    (await import('@codemirror/lang-javascript')).javascript(options);

const LOADERS: Readonly<Record<string, Loader>> = {
  js: javascript({ jsx: true }),
  mjs: javascript({}),
  cjs: javascript({}),
  jsx: javascript({ jsx: true }),
  ts: javascript({ typescript: true }),
  mts: javascript({ typescript: true }),
  tsx: javascript({ typescript: true, jsx: true }),
  json: async () => (await import('@codemirror/lang-json')).json(),
  json5: javascript({}),
  md: async () => (await import('@codemirror/lang-markdown')).markdown(),
  markdown: async () => (await import('@codemirror/lang-markdown')).markdown(),
  py: async () => (await import('@codemirror/lang-python')).python(),
  html: async () => (await import('@codemirror/lang-html')).html(),
  htm: async () => (await import('@codemirror/lang-html')).html(),
  svg: async () => (await import('@codemirror/lang-html')).html(),
  css: async () => (await import('@codemirror/lang-css')).css(),
};

/** The language for a file extension; empty for unknown ones. */
export async function loadLanguage(path: string): Promise<Extension> {
  const ending = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  return (await LOADERS[ending]?.()) ?? [];
}
