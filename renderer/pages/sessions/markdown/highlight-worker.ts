// Highlights code in a worker. A grammar is loaded when its language first occurs.
import { createCssVariablesTheme, createHighlighterCore, type HighlighterCore } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import type { HighlightAnswer, HighlightRequest } from './highlight.ts';
import { grammarName, findGrammar } from './grammars.ts';

/** Longest time for one line, ms. Shiki's limit of 500 ms is reached on a busy machine while the engine is cold. */
const LONGEST_LINE_MS = 5_000;
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
  const name = grammarName(language);
  const grammar = name === undefined ? undefined : findGrammar(name);
  if (name === undefined || grammar === undefined) return { id, lines: undefined };
  if (!core.getLoadedLanguages().includes(name)) await core.loadLanguage(grammar);
  const { tokens } = core.codeToTokens(code, { lang: name, theme: 'tokens', tokenizeTimeLimit: LONGEST_LINE_MS });
  return { id, lines: tokens.map((line) => line.map(({ content, color }) => ({ text: content, color: color ?? '' }))) };
}

self.onmessage = ({ data }: MessageEvent<HighlightRequest>) => {
  highlight(data).then(
    (answer) => self.postMessage(answer),
    () => self.postMessage({ id: data.id, lines: undefined } satisfies HighlightAnswer),
  );
};
