// The text of a divider line. Texts with facts from the gateway, such as an error, are shown as they are.
import type { DividerItem } from '#contract/sessions/session-view.ts';
import { t } from '#messages/translate.ts';

/** Describes what happened at this point of the conversation. */
export function describeDivider({ what, text, undoneSeq }: DividerItem): string {
  switch (what) {
    case 'compacted':
      return undoneSeq === undefined ? t('transcript.summary.replaced') : t('transcript.summary.undone');
    case 'aborted':
      return t('transcript.divider.stopped');
    case 'interrupted':
      return t('transcript.divider.interrupted');
    default:
      return text;
  }
}
