// Copies text to the clipboard, and confirms it.
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

/** Shows a check mark for a moment after copying. */
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

/** Copies `text` and confirms it by a toast, for menus and buttons with text. */
export function copyText(text: string): void {
  attempt(t('controls.copyFailed'), async () => {
    await navigator.clipboard.writeText(text);
    toast({ title: t('controls.copied') });
  });
}

/** Text with a copy button, in a line. `label` names it if it is a secret. */
export function CopyText({ text, label = text }: { readonly text: string; readonly label?: string }) {
  return (
    <span className="inline-flex max-w-full items-center gap-1">
      <code className="min-w-0 text-xs wrap-anywhere">{text}</code>
      <CopyButton label={t('controls.copyNamed', { name: label })} size="xs" text={text} />
    </span>
  );
}

/** Several lines with a copy button. */
export function CopyBlock({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <div className="flex items-start gap-1 rounded-md bg-code py-2 pe-1.5 ps-3">
      <pre className="min-w-0 flex-1 text-xs leading-relaxed wrap-anywhere whitespace-pre-wrap text-ink">{text}</pre>
      <CopyButton label={t('controls.copyNamed', { name: label })} size="xs" text={text} />
    </div>
  );
}
