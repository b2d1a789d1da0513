// A canceled message in the form in which editors of clients take it.
import { defined } from '#contract/types/defined.ts';
import type { MethodResult } from '#contract/methods/registry.ts';
import type { CancelledMessage } from '#core/engine/history-facet.ts';

/** A canceled message, to be edited and sent again. */
export function toEditor({ text, images }: CancelledMessage): MethodResult<'sessions.rewind'> {
  const attachments = images.map(({ mimeType, data }) => ({ mimeType, data }));
  return defined({ editorText: text, editorAttachments: attachments.length === 0 ? undefined : attachments });
}
