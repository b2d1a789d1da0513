// Splits code into colored tokens. A grammar is loaded when its language first occurs.
import { createCssVariablesTheme, createHighlighterCore, type HighlighterCore } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import { findGrammar, grammarName } from './grammars.ts';
import type { CodeLines } from './highlight.ts';

const THEME = createCssVariablesTheme({ name: 'tokens', variablePrefix: '--shiki-', fontStyle: false });
/**
 * With a limit, the rest of a line gets the color of its last token, and nobody learns of it: a cold engine on a busy machine
 * exceeds any limit. What never ends is ended with the worker.
 */
const NO_LIMIT = 0;

// The JavaScript engine, because the pages' content policy forbids WebAssembly.
let highlighter: Promise<HighlighterCore> | undefined;

/** The lines of the code; `undefined` for an unknown language. */
export async function tokenize(language: string, code: string): Promise<CodeLines | undefined> {
  highlighter ??= createHighlighterCore({
    themes: [THEME],
    langs: [],
    engine: createJavaScriptRegexEngine({ forgiving: true }),
  });
  const core = await highlighter;
  const name = grammarName(language);
  const grammar = name === undefined ? undefined : findGrammar(name);
  if (name === undefined || grammar === undefined) return undefined;
  if (!core.getLoadedLanguages().includes(name)) await core.loadLanguage(grammar);
  const { tokens } = core.codeToTokens(code, { lang: name, theme: 'tokens', tokenizeTimeLimit: NO_LIMIT });
  return tokens.map((line) => line.map(({ content, color }) => ({ text: content, color: color ?? '' })));
}
