// Copies text to the clipboard and confirms it.
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { t } from '#messages/translate.ts';
import { IconButton, type IconButtonProps } from './button.tsx';
import { attempt, toast } from './toasts.ts';

const CONFIRMED_MS = 1_600;

interface CopyButtonProps extends Pick<IconButtonProps, 'size' | 'plain' | 'className'> {
  readonly label: string;
  readonly text: string;
}

/** Turns into a check mark for a moment. */
export function CopyButton({ label, text, ...rest }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    const timer = copied ? setTimeout(() => setCopied(false), CONFIRMED_MS) : undefined;
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () =>
    attempt(t('controls.copyFailed'), async () => {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    });
  return (
    <IconButton icon={copied ? Check : Copy} label={copied ? t('controls.copied') : label} onClick={copy} {...rest} />
  );
}

/** Copies `text` and says so in a toast: for menus and buttons with words. */
export function copyText(text: string): void {
  attempt(t('controls.copyFailed'), async () => {
    await navigator.clipboard.writeText(text);
    toast({ title: t('controls.copied') });
  });
}
