// The card of an access request that is shown on every page.
import { Check, ShieldQuestion, X } from 'lucide-react';
import { t } from '#messages/translate.ts';
import { Button, IconButton } from '../design/button.tsx';
import type { AccessRequest } from '../state/access-requests.ts';
import { href, navigate } from '../state/route.ts';
import { AccessFacts, useAnswer } from './access-answer.tsx';
import { describeAccess } from './access-text.ts';

interface PromptCardProps {
  readonly request: AccessRequest;
  readonly more: number;
  readonly onLater: () => void;
}

/** The card. */
export function PromptCard({ request, more, onLater }: PromptCardProps) {
  const text = describeAccess(request);
  const { busy, answer } = useAnswer(request, text);
  return (
    <section
      aria-label={text.title}
      className="appear fixed top-14 end-4 z-30 w-90 max-w-[calc(100vw-1.5rem)] rounded-xl bg-raised p-4 shadow-high ring-1 ring-line max-md:end-3"
    >
      <div className="flex items-start gap-3">
        <ShieldQuestion size={18} aria-hidden className="mt-0.5 shrink-0 text-warn" />
        <div className="min-w-0 flex-1 wrap-anywhere">
          <p role="status" className="text-sm font-semibold text-ink">
            {text.title}
          </p>
          <p className="mt-1 text-sm text-ink">{text.name}</p>
          <p className="text-xs text-ink-faint">{text.facts}</p>
          <p className="mt-1 text-xs text-ink-soft">{text.requested}</p>
          <AccessFacts text={text} />
        </div>
        <IconButton icon={X} label={t('access.later')} size="xs" onClick={onLater} />
      </div>
      <div className="mt-3 flex items-center gap-2 pointer-coarse:gap-3">
        <span className="min-w-0 flex-1 truncate text-xs text-ink-faint">
          {more > 0 && (
            <button
              type="button"
              className="rounded-sm underline"
              onClick={() => navigate(href('settings', 'devices'))}
            >
              {t('access.more', { count: more })}
            </button>
          )}
        </span>
        <Button label={t('access.deny')} disabled={busy} onClick={() => answer(false)} />
        <Button label={t('access.approve')} look="primary" busy={busy} icon={Check} onClick={() => answer(true)} />
      </div>
    </section>
  );
}
