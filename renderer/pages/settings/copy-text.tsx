// Text with a copy button: an address in a line, settings in a block.
import { t } from '#messages/translate.ts';
import { CopyButton } from '../../design/copy-button.tsx';

/** In a line. `label` names the text where that is a secret. */
export function CopyText({ text, label = text }: { readonly text: string; readonly label?: string }) {
  return (
    <span className="inline-flex max-w-full items-center gap-1">
      <code className="min-w-0 text-xs wrap-anywhere">{text}</code>
      <CopyButton label={t('gateway.copy', { name: label })} size="xs" text={text} />
    </span>
  );
}

/** Several lines. */
export function CopyBlock({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <div className="flex items-start gap-1 rounded-md bg-code py-2 pr-1.5 pl-3">
      <pre className="min-w-0 flex-1 text-xs leading-relaxed wrap-anywhere whitespace-pre-wrap text-ink">{text}</pre>
      <CopyButton label={t('gateway.copy', { name: label })} size="xs" text={text} />
    </div>
  );
}
