// Highlighted code: asked of a worker once, kept within a bound, given at once when it is known.
import { useEffect, useState } from 'react';

/** A run of code in one colour; `color` is a CSS value. */
export interface CodeToken {
  readonly text: string;
  readonly color: string;
}

/** Code in lines of tokens. */
export type CodeLines = readonly (readonly CodeToken[])[];

/** What the worker is asked and answers. */
export interface HighlightRequest {
  readonly id: number;
  readonly language: string;
  readonly code: string;
}
export interface HighlightAnswer {
  readonly id: number;
  readonly lines: CodeLines | undefined;
}

/** Longer code stays plain, characters. */
const LONGEST = 60_000;
/** Characters of code that are kept highlighted. */
const CACHE_CHARACTERS = 1_500_000;

const cache = new Map<string, CodeLines>();
let cached = 0;
const waiting = new Map<number, { readonly key: string; readonly done: (lines: CodeLines | undefined) => void }>();
let worker: Worker | undefined;
let lastId = 0;

/** The highlighted lines, or `undefined` while they are not known (yet). Nothing is asked while `code` still grows. */
export function useHighlight(language: string, code: string, complete: boolean): CodeLines | undefined {
  const key = `${language}\n${code}`;
  const known = complete ? cache.get(key) : undefined;
  const [, redraw] = useState(0);
  const wanted = complete && known === undefined && language !== '' && code.length <= LONGEST;
  useEffect(() => {
    if (!wanted) return undefined;
    const id = ask(language, code, (lines) => (lines === undefined ? undefined : redraw((count) => count + 1)));
    return () => void waiting.delete(id);
  }, [wanted, language, code]);
  return known;
}

function ask(language: string, code: string, done: (lines: CodeLines | undefined) => void): number {
  worker ??= startWorker();
  lastId += 1;
  waiting.set(lastId, { key: `${language}\n${code}`, done });
  worker.postMessage({ id: lastId, language, code } satisfies HighlightRequest);
  return lastId;
}

function startWorker(): Worker {
  const started = new Worker(new URL('./highlight-worker.ts', import.meta.url), { type: 'module' });
  started.onmessage = ({ data }: MessageEvent<HighlightAnswer>) => {
    const asked = waiting.get(data.id);
    waiting.delete(data.id);
    if (asked === undefined) return;
    if (data.lines !== undefined) keep(asked.key, data.lines);
    asked.done(data.lines);
  };
  return started;
}

function keep(key: string, lines: CodeLines): void {
  cache.set(key, lines);
  cached += key.length;
  for (const [old] of cache) {
    if (cached <= CACHE_CHARACTERS) return;
    cache.delete(old);
    cached -= old.length;
  }
}
