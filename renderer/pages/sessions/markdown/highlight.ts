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

/** Time after which a worker that doesn't answer is ended, ms. A busy machine needs some seconds to load a grammar. */
const PATIENCE_MS = 30_000;
/** First request for a language, so that its grammar is ready when the code is complete. Its answer isn't used. */
const WARM_UP_ID = 0;

const cache = new Map<string, CodeLines>();
let cached = 0;
const waiting = new Map<number, { readonly key: string; readonly done: (lines: CodeLines | undefined) => void }>();
/** Code at which a worker was ended. */
const hopeless = new Set<string>();
const warm = new Set<string>();
let worker: Worker | undefined;
let watchdog: ReturnType<typeof setTimeout> | undefined;
let lastId = WARM_UP_ID;

/** The highlighted lines, or `undefined` until they are known. While `code` still grows, only its grammar is loaded. */
export function useHighlight(language: string, code: string, complete: boolean): CodeLines | undefined {
  const key = `${language}\n${code}`;
  const known = complete ? cache.get(key) : undefined;
  const [, redraw] = useState(0);
  const isPossible = language !== '' && code.length <= MAX_LENGTH;
  const wanted = complete && known === undefined && isPossible && !hopeless.has(key);
  useEffect(() => {
    if (!complete && isPossible) warmUp(language);
  }, [complete, isPossible, language]);
  useEffect(() => {
    if (!wanted) return undefined;
    const id = ask(language, code, (lines) => (lines === undefined ? undefined : redraw((count) => count + 1)));
    return () => void waiting.delete(id);
  }, [wanted, language, code]);
  return known;
}

function warmUp(language: string): void {
  if (warm.has(language)) return;
  warm.add(language);
  post({ id: WARM_UP_ID, language, code: '' });
}

function ask(language: string, code: string, done: (lines: CodeLines | undefined) => void): number {
  lastId += 1;
  waiting.set(lastId, { key: `${language}\n${code}`, done });
  post({ id: lastId, language, code });
  return lastId;
}

function post(request: HighlightRequest): void {
  worker ??= startWorker();
  worker.postMessage(request);
  watchdog ??= setTimeout(endWorker, PATIENCE_MS);
}

function startWorker(): Worker {
  const started = new Worker(new URL('./highlight-worker.ts', import.meta.url), { type: 'module' });
  started.onmessage = ({ data }: MessageEvent<HighlightAnswer>) => {
    clearTimeout(watchdog);
    const asked = waiting.get(data.id);
    waiting.delete(data.id);
    watchdog = waiting.size === 0 ? undefined : setTimeout(endWorker, PATIENCE_MS);
    if (asked === undefined) return;
    if (data.lines !== undefined) keep(asked.key, data.lines);
    asked.done(data.lines);
  };
  return started;
}

/** A line can take forever. The oldest request is the one; later ones start again when they are next shown. */
function endWorker(): void {
  const [oldest] = waiting.values();
  if (oldest !== undefined) hopeless.add(oldest.key);
  for (const { done } of waiting.values()) done(undefined);
  waiting.clear();
  warm.clear();
  worker?.terminate();
  worker = undefined;
  watchdog = undefined;
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
