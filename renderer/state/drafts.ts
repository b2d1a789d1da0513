// Unsent messages: one draft per session, kept across reloads and crashes.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AttachedFile, ImageBlock } from '#contract/types/content.ts';
import { secretIn } from '#contract/types/secret-patterns.ts';
import type { NewSession } from './outbox.ts';
import { getJson, type TextStorage } from './storage.ts';

/** A session, agent, terminal, or symbol that a draft mentions, with what the model gets to know about it. */
export interface Mention {
  readonly kind: 'session' | 'agent' | 'terminal' | 'symbol';
  readonly id: string;
  readonly label: string;
  readonly text: string;
}

/** A draft. Images, files, and mentions are kept in memory only. */
export interface Draft {
  readonly text: string;
  readonly images: readonly ImageBlock[];
  readonly files?: readonly AttachedFile[];
  /** Long pasted texts, which are shown as chips. */
  readonly pastes?: readonly string[];
  /** What the text mentions besides files. Shown as chips, and sent below the text. */
  readonly mentions?: readonly Mention[];
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
const PASTES_PREFIX = 'gatehouse.pastes.';
const NO_PASTES: readonly string[] = [];
/** The draft of a session without one; always the same object, so that selectors don't change. */
export const EMPTY_DRAFT: Draft = { text: '', images: [] };

/** Reads the stored drafts. */
export function createDrafts(storage: TextStorage): Drafts {
  const drafts = restoreDrafts(storage);
  const store = createStore<{ readonly drafts: Readonly<Record<string, Draft>> }>(() => ({ drafts }));
  return {
    store,
    get: (key) => store.getState().drafts[key] ?? EMPTY_DRAFT,
    set(key, draft) {
      const before = store.getState().drafts[key];
      store.setState((state) => ({ drafts: { ...state.drafts, [key]: draft } }));
      keep(storage, PREFIX + key, draft.text, [draft.text]);
      const { pastes = NO_PASTES } = draft;
      // They are long, and don't change with each key.
      if (pastes !== (before?.pastes ?? NO_PASTES))
        keep(storage, PASTES_PREFIX + key, pastes.length === 0 ? '' : JSON.stringify(pastes), pastes);
    },
  };
}

/** Stores a text. A key that was pasted by mistake isn't stored. */
function keep(storage: TextStorage, key: string, text: string, parts: readonly string[]): void {
  if (text === '' || parts.some((part) => secretIn(part) !== undefined)) storage.remove(key);
  else storage.set(key, text);
}

function restoreDrafts(storage: TextStorage): Readonly<Record<string, Draft>> {
  const listKeys = (prefix: string) =>
    storage
      .keys()
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length));
  const keys = new Set([...listKeys(PREFIX), ...listKeys(PASTES_PREFIX)]);
  return Object.fromEntries(
    [...keys].map((key) => {
      const pastes = readTexts(getJson(storage, PASTES_PREFIX + key));
      const text = storage.get(PREFIX + key) ?? '';
      return [key, { text, images: [], ...(pastes.length === 0 ? {} : { pastes }) }];
    }),
  );
}

function readTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one: unknown): one is string => typeof one === 'string') : [];
}

/** A message of which a draft can be made. */
export type DraftContent = Pick<Draft, 'text' | 'images' | 'files'>;

/** Adds a message to the draft of a session, below what is there. */
export function addToDraft(drafts: Drafts, key: string, { text, images, files = [] }: DraftContent): void {
  const before = drafts.get(key);
  drafts.set(key, {
    ...before,
    text: [before.text, text].filter((part) => part !== '').join('\n'),
    images: [...before.images, ...images],
    files: [...(before.files ?? []), ...files],
  });
}

/** Makes a message the draft of a session, unless there is one. */
export function offerDraft(drafts: Drafts, key: string, { text, images, files = [] }: DraftContent): void {
  const before = drafts.get(key);
  if (before.text !== '' || before.images.length + (before.files ?? []).length > 0) return;
  drafts.set(key, { ...before, text, images: images.filter(hasContent), files: files.filter(hasContent) });
}

/** Content that the gateway has lost can't be sent again. */
function hasContent(attached: ImageBlock | AttachedFile): boolean {
  return attached.type === 'textFile' || attached.data !== '';
}
