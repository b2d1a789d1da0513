// What can be mentioned, as the gateway lists it: files and symbols by name, and the terminals of a session.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { supports } from '#contract/wire/features.ts';
import type { After } from '../../../state/timers.ts';
import type { FilePlace, FoundInFiles, MentionChoice } from './mentions.ts';
import { createSymbolSearch } from './symbol-search.ts';

/** What was found. `query`: that of the files; absent before the first answer. */
export interface FoundMentions extends FoundInFiles {
  readonly query?: string;
  readonly terminals: readonly MentionChoice[];
}

/** Searches what can be mentioned. */
export interface MentionSource {
  readonly store: StoreApi<FoundMentions>;
  /** Searches after a pause in typing; the latest query wins. */
  ask(query: string, place: FilePlace): void;
  /** Reads the terminals again with the next query. */
  close(): void;
}

const PAUSE_MS = 80;
const MAX_FILES = 12;

/** What can't be read, such as terminals without the permission, isn't offered. */
export function createMentionSource(client: GatewayClient, after: After): MentionSource {
  const store = createStore<FoundMentions>(() => ({ files: [], symbols: [], terminals: [] }));
  let latest = 0;
  let cancel = (): void => {};
  let hasTerminals = false;
  const findFiles = async (query: string, place: FilePlace, mine: number): Promise<void> => {
    const { entries } = await client.request('files.find', { ...place, query, limit: MAX_FILES });
    const files = entries.map(({ path, kind }): MentionChoice => ({
      kind: kind === 'directory' ? 'folder' : 'file',
      id: path,
      label: path,
    }));
    if (mine === latest) store.setState({ query, files });
  };
  const symbolSearch = createSymbolSearch(client, after, (symbols) => store.setState({ symbols }));
  return {
    store,
    ask(query, place) {
      cancel();
      latest += 1;
      const mine = latest;
      if (!hasTerminals) {
        hasTerminals = true;
        void listTerminals(client, place.sessionKey)
          .catch(() => [])
          .then((terminals) => store.setState({ terminals }));
      }
      symbolSearch.ask(query, place);
      if (!supports(client.hello(), 'files.find')) return;
      const run = () =>
        void findFiles(query, place, mine).catch(() => mine === latest && store.setState({ files: [] }));
      if (query === '') run();
      else cancel = after(PAUSE_MS, run);
    },
    close() {
      cancel();
      symbolSearch.cancel();
      latest += 1;
      hasTerminals = false;
    },
  };
}

/** Those of the session; without one, all that are open. */
async function listTerminals(client: GatewayClient, sessionKey: string | undefined): Promise<readonly MentionChoice[]> {
  if (sessionKey === undefined) {
    const { sessions } = await client.request('terminal.list', {});
    return sessions.map(({ sessionId, shell, cwd }) => toTerminal(sessionId, shell, cwd));
  }
  const { terminals } = await client.request('terminal.bySession', { sessionKey });
  return terminals.map(({ id, name, cwd }) => toTerminal(id, name, cwd));
}

function toTerminal(id: string, label: string, detail: string): MentionChoice {
  return { kind: 'terminal', id, label, detail };
}
