// Copies text and confirms it for a moment.
import { useEffect, useState } from 'react';
import { t } from '#messages/translate.ts';
import { toastError } from '../../../design/toasts.ts';

const SHOWN_MS = 1_600;

/** `[copied, copy]`. */
export function useCopied(): readonly [boolean, (text: string) => void] {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = (text: string): void => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      (cause: unknown) => toastError(t('transcript.copyFailed'), cause),
    );
  };
  return [copied, copy];
}
