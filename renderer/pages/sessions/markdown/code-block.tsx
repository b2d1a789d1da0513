// A code block: language or file, copy, wrap, and what else can be done with it. The buttons have a fixed place, so that nothing moves while it grows.
import { WrapText } from 'lucide-react';
import { memo, useState } from 'react';
import { t } from '#messages/translate.ts';
import { IconButton } from '../../../design/button.tsx';
import { cx } from '../../../design/class-names.ts';
import { CopyButton } from '../../../design/copy-button.tsx';
import { CodeMenu } from './code-menu.tsx';
import { useHighlight, type CodeLines } from './highlight.ts';

interface CodeBlockProps {
  readonly language: string;
  readonly code: string;
  /** The file that it belongs to, if the fence names one. */
  readonly path?: string | undefined;
  /** No more code will follow. */
  readonly complete: boolean;
}

/** Re-renders only when its code changes. */
export const CodeBlock = memo(function CodeBlock({ language, code, path, complete }: CodeBlockProps) {
  const [wrap, setWrap] = useState(false);
  const lines = useHighlight(language, code, complete);
  return (
    <figure data-block className="group/code relative my-3 overflow-hidden rounded-lg border border-line bg-code">
      <figcaption
        data-block-tools
        className="flex min-h-8 items-center gap-1 border-b border-line pe-1 ps-3 text-2xs text-ink-faint"
      >
        <span className="min-w-0 flex-1 truncate font-mono">
          {path ?? (language === '' ? t('transcript.code.plain') : language)}
        </span>
        <IconButton
          icon={WrapText}
          plain
          label={wrap ? t('transcript.code.noWrap') : t('transcript.code.wrap')}
          size="xs"
          pressed={wrap}
          onClick={() => setWrap(!wrap)}
        />
        <CopyButton plain label={t('transcript.code.copy')} size="xs" text={code} />
        {complete && <CodeMenu language={language} code={code} path={path} />}
      </figcaption>
      <pre
        dir="ltr"
        tabIndex={0}
        aria-label={language === '' ? t('transcript.code.labelPlain') : t('transcript.code.label', { language })}
        className={cx(
          'overflow-x-auto px-3.5 py-2.5 text-(length:--code-size) leading-[1.55] outline-offset-[-2px]',
          wrap ? 'wrap-anywhere whitespace-pre-wrap' : 'whitespace-pre',
        )}
      >
        <code>{lines === undefined ? code : <Tokens lines={lines} />}</code>
      </pre>
    </figure>
  );
});

function Tokens({ lines }: { readonly lines: CodeLines }) {
  return lines.map((line, index) => (
    <span key={index}>
      {line.map((token, at) => (
        <span key={at} style={{ color: token.color }}>
          {token.text}
        </span>
      ))}
      {index === lines.length - 1 ? null : '\n'}
    </span>
  ));
}
