// Highlights code away from the page's thread. Grammars are loaded when a language is first seen.
import { createHighlighterCore, type HighlighterCore } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import { bundledLanguages } from 'shiki/langs';
import { createCssVariablesTheme } from 'shiki/core';
import type { HighlightAnswer, HighlightRequest } from './highlight.ts';

const THEME = createCssVariablesTheme({ name: 'tokens', variablePrefix: '--shiki-', fontStyle: false });

// The JavaScript engine, because the pages' content policy forbids WebAssembly.
let highlighter: Promise<HighlighterCore> | undefined;

async function highlight({ id, language, code }: HighlightRequest): Promise<HighlightAnswer> {
  highlighter ??= createHighlighterCore({
    themes: [THEME],
    langs: [],
    engine: createJavaScriptRegexEngine({ forgiving: true }),
  });
  const core = await highlighter;
  if (!isBundled(language)) return { id, lines: undefined };
  if (!core.getLoadedLanguages().includes(language)) await core.loadLanguage(bundledLanguages[language]);
  const { tokens } = core.codeToTokens(code, { lang: language, theme: 'tokens' });
  return { id, lines: tokens.map((line) => line.map(({ content, color }) => ({ text: content, color: color ?? '' }))) };
}

function isBundled(language: string): language is keyof typeof bundledLanguages {
  return Object.hasOwn(bundledLanguages, language);
}

self.onmessage = ({ data }: MessageEvent<HighlightRequest>) => {
  highlight(data).then(
    (answer) => self.postMessage(answer),
    () => self.postMessage({ id: data.id, lines: undefined } satisfies HighlightAnswer),
  );
};
