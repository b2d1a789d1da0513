// British English: only the messages that differ from the American ones.
import type { Catalog } from '../languages.ts';

export const englishGb = {
  'approvals.outcome.cancelled': 'Cancelled',
  'composer.context.nearlyFull':
    'The context is nearly full. Earlier messages will be summarised. Run /compact to do it now.',
  'tools.answered.cancelled': 'Cancelled: the run was stopped',
  'transcript.phase.compacting': 'Summarising earlier messages',
  'transcript.summary.replaced': 'Earlier messages were summarised for the model',
  'transcript.summary.undoHint':
    'The model will see the full earlier messages again. This costs more, and they will be summarised again when the context is full.',
} as const satisfies Catalog;
