// An open file: its text, the hash it was read with, and what happens when it changes on disk.
import { keepFormat } from '#contract/types/line-endings.ts';

/** The state of an open file. `conflict`: it changed on disk while it has unsaved edits, or a save was rejected. */
export type EditPhase = 'loading' | 'clean' | 'dirty' | 'saving' | 'conflict' | 'failed' | 'deleted';

/** An open file. `text` is what the editor shows, `saved` what the hash belongs to. */
export interface EditState {
  readonly phase: EditPhase;
  readonly text: string;
  readonly saved: string;
  readonly hash: string;
  /** The other version, in a conflict. */
  readonly theirs?: { readonly text: string; readonly hash: string };
  readonly error?: string;
}

/** What can happen to an open file. */
export type EditEvent =
  | { readonly type: 'loaded'; readonly text: string; readonly hash: string }
  | { readonly type: 'edited'; readonly text: string }
  | { readonly type: 'save-started' }
  | { readonly type: 'save-done'; readonly text: string; readonly hash: string }
  | { readonly type: 'failed'; readonly error: string }
  | { readonly type: 'changed-outside'; readonly text: string; readonly hash: string }
  | { readonly type: 'deleted-outside' }
  | { readonly type: 'take-theirs' }
  | { readonly type: 'keep-mine' };

/** A file before it is loaded. */
export const LOADING_EDIT: EditState = { phase: 'loading', text: '', saved: '', hash: '' };

/** The next state. Only `take-theirs` drops unsaved text. */
export function stepEdit(state: EditState, event: EditEvent): EditState {
  switch (event.type) {
    case 'loaded':
      return settled(event.text, event.text, event.hash);
    case 'edited':
      // The editor knows only line feeds.
      return edited(state, keepFormat(state.saved, event.text));
    case 'save-started':
      return { ...state, phase: 'saving' };
    case 'save-done':
      return settled(state.text, event.text, event.hash);
    case 'failed':
      return { ...state, phase: 'failed', error: event.error };
    case 'changed-outside':
      return changedOutside(state, event.text, event.hash);
    case 'deleted-outside':
      // A file that was never written can't be deleted.
      return state.hash === '' ? state : { ...state, phase: 'deleted', hash: '' };
    case 'take-theirs':
      return state.theirs === undefined ? state : settled(state.theirs.text, state.theirs.text, state.theirs.hash);
    case 'keep-mine':
      return state.theirs === undefined ? state : settled(state.text, state.theirs.text, state.theirs.hash);
  }
}

function settled(text: string, saved: string, hash: string): EditState {
  return { phase: text === saved ? 'clean' : 'dirty', text, saved, hash };
}

function edited(state: EditState, text: string): EditState {
  if (state.phase === 'conflict' || state.phase === 'saving' || state.phase === 'deleted') return { ...state, text };
  return settled(text, state.saved, state.hash);
}

function changedOutside(state: EditState, text: string, hash: string): EditState {
  if (hash === state.hash || state.phase === 'saving') return state;
  if (state.text === state.saved || state.text === text) return settled(text, text, hash);
  return { ...state, phase: 'conflict', theirs: { text, hash } };
}

/** Whether closing the file would lose something. */
export function hasUnsaved(state: EditState): boolean {
  return state.phase !== 'loading' && state.text !== state.saved;
}
