// Stores in the browser which ptys belong to which session, to find them after a reload.
import type { TextStorage } from '../../state/storage.ts';
import type { TerminalMemory } from './terminal-tabs.ts';

const PREFIX = 'gatehouse.terminals.';

/** Stores the ids under one key per session; nothing for sessions without terminals. */
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
