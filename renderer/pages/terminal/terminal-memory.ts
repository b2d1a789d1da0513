// Which ptys belong to which session, kept by the browser so that a reload finds them again.
import type { TextStorage } from '../../state/storage.ts';
import type { TerminalMemory } from './terminal-tabs.ts';

const PREFIX = 'gatehouse.terminals.';

/** Keeps the ids under one key per session; sessions without terminals keep nothing. */
export function terminalMemory(storage: TextStorage): TerminalMemory {
  return {
    read: (sessionKey) => {
      const text = storage.get(PREFIX + sessionKey);
      return text === undefined ? [] : text.split('\n').filter((id) => id !== '');
    },
    write: (sessionKey, ptyIds) => {
      if (ptyIds.length === 0) storage.remove(PREFIX + sessionKey);
      else storage.set(PREFIX + sessionKey, ptyIds.join('\n'));
    },
  };
}
