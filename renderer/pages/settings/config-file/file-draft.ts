// The text of the configuration file while it is edited. It survives leaving the page, and saving never overwrites a newer file.
import { createStore } from 'zustand/vanilla';
import type { ConfigSnapshot } from '#contract/types/configuration.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { isStale } from '../config-form/save-value.ts';

/** The part of a snapshot that an edit starts from. */
export type FileVersion = Pick<ConfigSnapshot, 'hash' | 'raw' | 'exists'>;

/** An edited text and the version of the file that it started from. */
export interface FileDraft {
  readonly text: string;
  readonly base: FileVersion;
}

/** The draft of this window; undefined: nothing was edited. */
export const fileDraft = createStore<{ readonly draft: FileDraft | undefined }>(() => ({ draft: undefined }));

/** The text that a version has. */
export function toFileText({ raw }: FileVersion): string {
  return raw ?? '';
}

/** Notes an edit; one that restores the text of the file ends the draft. */
export function editDraft(text: string, shown: FileVersion): void {
  const base = fileDraft.getState().draft?.base ?? shown;
  const isUnchanged = text === toFileText(base) && base.hash === shown.hash;
  fileDraft.setState({ draft: isUnchanged ? undefined : { text, base } });
}

/** Ends the draft. */
export function dropDraft(): void {
  fileDraft.setState({ draft: undefined });
}

/** Whether the file has changed since the draft was started. */
export function isOutdated(draft: FileDraft | undefined, file: FileVersion): boolean {
  return draft !== undefined && draft.base.hash !== file.hash;
}

/** Makes the newer file the base: the user has seen it. */
export function rebaseDraft(file: FileVersion, text: string): void {
  fileDraft.setState({ draft: { text, base: file } });
}

/** What saving led to. `stale`: the file has changed, nothing was written. */
export type FileSaved = { readonly kind: 'saved'; readonly restart: readonly string[] } | { readonly kind: 'stale' };

/** Writes the draft if the file is still the one it started from. @throws {RequestError} if it is invalid. */
export async function saveDraft(client: GatewayClient, { text, base }: FileDraft): Promise<FileSaved> {
  try {
    const { needsRestart } = await client.request('config.set', {
      raw: text,
      ...(base.exists && { baseHash: base.hash }),
    });
    dropDraft();
    return { kind: 'saved', restart: needsRestart };
  } catch (error) {
    if (isStale(error)) return { kind: 'stale' };
    throw error;
  }
}
