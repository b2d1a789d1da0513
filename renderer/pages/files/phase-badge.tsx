// The state of an open file.
import { t } from '#messages/translate.ts';
import { Badge } from '../../design/badge.tsx';
import type { EditPhase } from './edit-session.ts';

const TONES = { dirty: 'accent', conflict: 'warn', deleted: 'warn', failed: 'bad' } as const;

/** Empty while everything is saved. */
export function PhaseBadge({ phase }: { readonly phase: EditPhase }) {
  if (phase === 'loading' || phase === 'clean' || phase === 'saving') return null;
  return <Badge tone={TONES[phase]}>{t(`files.phase.${phase}`)}</Badge>;
}
