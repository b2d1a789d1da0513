// Unsent messages: one draft per session, kept across reloads and crashes.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ImageBlock } from '#contract/types/content.ts';
import { secretIn } from '#contract/types/secret-patterns.ts';
import type { NewSession } from './outbox.ts';
import type { TextStorage } from './storage.ts';

/** A draft. Images are kept in memory only. */
export interface Draft {
  readonly text: string;
  readonly images: readonly ImageBlock[];
  /** Options of the session that this message creates. */
  readonly create?: NewSession;
}

/** The drafts by session key. */
export interface Drafts {
  readonly store: StoreApi<{ readonly drafts: Readonly<Record<string, Draft>> }>;
  get(key: string): Draft;
  set(key: string, draft: Draft): void;
}

const PREFIX = 'gatehouse.draft.';
/** The draft of a session without one; always the same object, so that selectors don't change. */
export const EMPTY_DRAFT: Draft = { text: '', images: [] };

/** Reads the stored drafts. */
export function createDrafts(storage: TextStorage): Drafts {
  const kept = storage.keys().filter((key) => key.startsWith(PREFIX));
  const drafts = Object.fromEntries(
    kept.map((key) => [key.slice(PREFIX.length), { text: storage.get(key) ?? '', images: [] }]),
  );
  const store = createStore<{ readonly drafts: Readonly<Record<string, Draft>> }>(() => ({ drafts }));
  return {
    store,
    get: (key) => store.getState().drafts[key] ?? EMPTY_DRAFT,
    set(key, draft) {
      store.setState((state) => ({ drafts: { ...state.drafts, [key]: draft } }));
      // A key that was pasted by mistake isn't stored.
      if (draft.text === '' || secretIn(draft.text) !== undefined) storage.remove(PREFIX + key);
      else storage.set(PREFIX + key, draft.text);
    },
  };
}

/** Adds text to the draft of a session, below what is there. */
export function addToDraft(drafts: Drafts, key: string, text: string): void {
  const before = drafts.get(key);
  drafts.set(key, { ...before, text: before.text === '' ? text : `${before.text}\n${text}` });
}
