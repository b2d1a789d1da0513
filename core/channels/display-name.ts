// Names that people choose, for use in a text.
import { removeHidden } from '#contract/types/hidden-characters.ts';
import { truncateText } from '#contract/types/truncate-text.ts';

const MAX_NAME = 80;

/** A name on one line, without hidden characters and square brackets; at most 80 characters. */
export function displayName(name: string): string {
  return truncateText(
    removeHidden(name)
      .replaceAll(/[[\]\n]/g, ' ')
      .trim(),
    MAX_NAME,
  );
}
