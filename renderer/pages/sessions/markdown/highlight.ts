// Highlighted code, from a worker and a bounded cache.
import { useEffect, useState } from 'react';

/** Code of one color; `color` is a CSS value. */
export interface CodeToken {
  readonly text: string;
  readonly color: string;
}

/** Code in lines of tokens. */
export type CodeLines = readonly (readonly CodeToken[])[];

/** A request to the worker. */
export interface HighlightRequest {
  readonly id: number;
  readonly language: string;
  readonly code: string;
}

/** Its answer. */
export interface HighlightAnswer {
  readonly id: number;
  readonly lines: CodeLines | undefined;
}

/** Longer code isn't highlighted, characters. */
const MAX_LENGTH = 60_000;
/** Size of the cache, characters of code. */
const CACHE_CHARACTERS = 1_500_000;

const cache = new Map<string, CodeLines>();
let cached = 0;
const waiting = new Map<number, { readonly key: string; readonly done: (lines: CodeLines | undefined) => void }>();
let worker: Worker | undefined;
let lastId = 0;

/** The highlighted lines, or `undefined` until they are known. Nothing is requested while `code` still grows. */
export function useHighlight(language: string, code: string, complete: boolean): CodeLines | undefined {
  const key = `${language}\n${code}`;
  const known = complete ? cache.get(key) : undefined;
  const [, redraw] = useState(0);
  const wanted = complete && known === undefined && language !== '' && code.length <= MAX_LENGTH;
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
