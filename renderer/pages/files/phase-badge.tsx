// The state of an open file, and the button that saves it.
import { Save } from 'lucide-react';
import { useStore } from 'zustand';
import { t } from '#messages/translate.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import type { EditPhase } from './edit-session.ts';
import type { OpenFile } from './open-file.ts';

const TONES = { dirty: 'accent', conflict: 'warn', deleted: 'warn', failed: 'bad' } as const;

/** Empty while everything is saved. */
export function PhaseBadge({ phase }: { readonly phase: EditPhase }) {
  if (phase === 'loading' || phase === 'clean' || phase === 'saving') return null;
  return <Badge tone={TONES[phase]}>{t(`files.phase.${phase}`)}</Badge>;
}

/** Saves the file; disabled while there is nothing to save, or a conflict. */
export function SaveButton({ file, look }: { readonly file: OpenFile; readonly look?: 'primary' }) {
  const phase = useStore(file.store, ({ edit }) => edit.phase);
  const disabled = !file.unsaved() || phase === 'conflict';
  const save = () => void file.save();
  return (
    <Button size="sm" look={look} icon={Save} busy={phase === 'saving'} disabled={disabled} onClick={save}>
      {t('controls.save')}
    </Button>
  );
}
