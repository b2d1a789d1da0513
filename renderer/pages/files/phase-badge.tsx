// Where an open file stands, in a word.
import { Badge } from '../../design/badge.tsx';
import type { EditPhase } from './edit-session.ts';

/** Nothing while all is saved. */
export function PhaseBadge({ phase }: { readonly phase: EditPhase }) {
  switch (phase) {
    case 'dirty':
      return <Badge tone="accent">unsaved</Badge>;
    case 'conflict':
      return <Badge tone="warn">changed by someone else</Badge>;
    case 'deleted':
      return <Badge tone="warn">deleted</Badge>;
    case 'failed':
      return <Badge tone="bad">not saved</Badge>;
    default:
      return null;
  }
}
