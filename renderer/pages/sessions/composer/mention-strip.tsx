// What a draft mentions besides files, as chips. A click shows what is sent.
import { X } from 'lucide-react';
import { useState } from 'react';
import { t } from '#messages/translate.ts';
import { Dialog } from '../../../design/dialog.tsx';
import type { Mention } from '../../../state/drafts.ts';
import { MentionIcon } from './mention-menu.tsx';

interface MentionStripProps {
  readonly mentions: readonly Mention[];
  readonly onChange: (mentions: readonly Mention[]) => void;
}

/** Empty without mentions. */
export function MentionStrip({ mentions, onChange }: MentionStripProps) {
  const [open, setOpen] = useState<Mention>();
  if (mentions.length === 0) return null;
  return (
    <>
      <ul aria-label={t('composer.mention.chips')} className="flex flex-wrap gap-2 px-3.5 pt-3">
        {mentions.map((mention, index) => (
          <li
            key={`${mention.kind}:${mention.id}`}
            className="flex max-w-full items-center rounded-md border border-line bg-sunken text-xs text-ink"
          >
            <button
              type="button"
              onClick={() => setOpen(mention)}
              className="flex min-w-0 items-center gap-1.5 rounded-s-md py-1.5 ps-2 hover:text-accent-ink"
            >
              <MentionIcon kind={mention.kind} />
              <span className="max-w-60 truncate">{mention.label}</span>
            </button>
            <button
              type="button"
              aria-label={t('composer.removeFile', { name: mention.label })}
              onClick={() => onChange(mentions.toSpliced(index, 1))}
              className="flex size-6.5 shrink-0 items-center justify-center rounded-e-md text-ink-faint hover:text-ink"
            >
              <X size={12} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      {open !== undefined && (
        <Dialog open onClose={() => setOpen(undefined)} size="lg" title={open.label}>
          <p className="mb-2 text-sm text-ink-soft">{t('composer.mention.sent')}</p>
          <pre
            dir="auto"
            tabIndex={0}
            className="max-h-[50vh] overflow-auto rounded-md border border-line bg-sunken p-3 font-mono text-xs wrap-anywhere whitespace-pre-wrap text-ink"
          >
            {open.text}
          </pre>
        </Dialog>
      )}
    </>
  );
}
