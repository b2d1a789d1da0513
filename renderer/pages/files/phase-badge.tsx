// The state of an open file.
import { t } from '#messages/translate.ts';
import { Badge } from '../../design/badge.tsx';
import type { EditPhase } from './edit-session.ts';

/** Empty while everything is saved. */
export function PhaseBadge({ phase }: { readonly phase: EditPhase }) {
  switch (phase) {
    case 'dirty':
      return <Badge tone="accent">{t('files.phase.dirty')}</Badge>;
    case 'conflict':
      return <Badge tone="warn">{t('files.phase.conflict')}</Badge>;
    case 'deleted':
      return <Badge tone="warn">{t('files.phase.deleted')}</Badge>;
    case 'failed':
      return <Badge tone="bad">{t('files.phase.failed')}</Badge>;
    default:
      return null;
  }
}
