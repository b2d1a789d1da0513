// The symbols that can be mentioned. The gateway reads the files for each search, so there is one at a time, after a pause in typing.
import type { CodeSymbol } from '#contract/types/files.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { supports } from '#contract/wire/features.ts';
import type { After } from '../../../state/timers.ts';
import type { FilePlace, MentionChoice } from './mentions.ts';

const PAUSE_MS = 200;
const MIN_QUERY = 2;
const MAX_QUERY = 100;
const MAX_SYMBOLS = 8;

/** Searches symbols for one message box. */
export interface SymbolSearch {
  /** Searches after a pause in typing, and cancels the earlier search. A query that is too short finds nothing new. */
  ask(query: string, place: FilePlace): void;
  cancel(): void;
}

/** `onFound` gets the result of the latest query; what can't be searched isn't offered. */
export function createSymbolSearch(
  client: GatewayClient,
  after: After,
  onFound: (symbols: readonly MentionChoice[]) => void,
): SymbolSearch {
  const searchId = crypto.randomUUID();
  let stopWaiting = (): void => {};
  let running: object | undefined;
  const run = async (query: string, place: FilePlace): Promise<void> => {
    const mine = (running = {});
    try {
      const { symbols } = await client.request('files.symbols', { ...place, query, limit: MAX_SYMBOLS, searchId });
      if (running === mine) onFound(symbols.map(toChoice));
    } catch {
      // It was canceled, or the folder can't be read.
    }
    if (running === mine) running = undefined;
  };
  const cancel = (): void => {
    stopWaiting();
    if (running === undefined) return;
    running = undefined;
    client.request('files.search.cancel', { searchId }).catch(() => undefined);
  };
  return {
    cancel,
    ask(query, place) {
      cancel();
      if (query.length < MIN_QUERY || query.length > MAX_QUERY || !supports(client.hello(), 'files.symbols')) return;
      stopWaiting = after(PAUSE_MS, () => void run(query, place));
    },
  };
}

/** The line of its declaration is what is known of it where its file can't be read. */
function toChoice({ name, path, line, kind, text }: CodeSymbol): MentionChoice {
  return {
    kind: 'symbol',
    id: `${path}:${line}`,
    label: name,
    detail: `${path}:${line}`,
    symbol: { kind, path, line, text },
  };
}
