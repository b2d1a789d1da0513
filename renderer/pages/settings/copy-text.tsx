// Text with a copy button: an address in a line, settings in a block.
import { Copy } from 'lucide-react';
import { t } from '#messages/translate.ts';
import { IconButton } from '../../design/button.tsx';
import { toast, toastError } from '../../design/toasts.ts';

/** In a line. `label` names the text where that is a secret. */
export function CopyText({ text, label = text }: { readonly text: string; readonly label?: string }) {
  return (
    <span className="inline-flex max-w-full items-center gap-1">
      <code className="min-w-0 text-xs wrap-anywhere">{text}</code>
      <IconButton label={t('gateway.copy', { name: label })} size="xs" onClick={() => copy(text)}>
        <Copy size={12} aria-hidden />
      </IconButton>
    </span>
  );
}

/** Several lines. */
export function CopyBlock({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <div className="flex items-start gap-1 rounded-md bg-code py-2 pr-1.5 pl-3">
      <pre className="min-w-0 flex-1 text-xs leading-relaxed wrap-anywhere whitespace-pre-wrap text-ink">{text}</pre>
      <IconButton label={t('gateway.copy', { name: label })} size="xs" onClick={() => copy(text)}>
        <Copy size={12} aria-hidden />
      </IconButton>
    </div>
  );
}

function copy(text: string): void {
  navigator.clipboard.writeText(text).then(
    () => toast({ title: t('gateway.copied') }),
    (cause: unknown) => toastError(t('gateway.copyFailed'), cause),
  );
}
