// Highlights code in a worker.
import type { HighlightAnswer, HighlightRequest } from './highlight.ts';
import { tokenize } from './tokenize.ts';

self.onmessage = ({ data: { id, language, code } }: MessageEvent<HighlightRequest>) => {
  const answer = (lines: HighlightAnswer['lines']) => self.postMessage({ id, lines } satisfies HighlightAnswer);
  tokenize(language, code).then(answer, () => answer(undefined));
};
