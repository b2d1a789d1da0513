// Names that clients give themselves. A person reads them before deciding about a device.
import { escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import { truncateText } from '#contract/types/truncate-text.ts';

/** Longest name, characters. */
const MAX_NAME_CHARS = 100;

/** The name with hidden characters as escapes, so that it can't look like another one; undefined if it is empty. */
export function cleanName(name: string | undefined): string | undefined {
  return truncateText(escapeHiddenInLine(name?.trim() ?? ''), MAX_NAME_CHARS) || undefined;
}
