// One line of a console.
import { AppWindow, ArrowUpRight, Wrench } from 'lucide-react';
import { memo } from 'react';
import type { ConsoleError, ConsoleLine } from '#contract/types/console.ts';
import { escapeHidden } from '#contract/types/hidden-characters.ts';
import { formatTimeWithSeconds } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Badge } from '../../design/badge.tsx';
import { Button, IconButton } from '../../design/button.tsx';
import { cx } from '../../design/class-names.ts';
import { toast, useAction } from '../../design/toasts.ts';
import { findAddress, openPreview } from '../../state/preview-request.ts';
import { useServices } from '../../state/use-client.ts';
import { href, navigate } from '../../state/route.ts';

interface ConsoleRowProps {
  readonly line: ConsoleLine;
  /** The session to which the start of a command links. */
  readonly sessionKey: string | undefined;
  /** The command or page whose output continues here after lines of another one. */
  readonly resumed: string | undefined;
  /** Whether the line is from a page, not from a command. */
  readonly isPage: boolean;
  /** The error that starts in this line. */
  readonly error: ConsoleError | undefined;
  readonly onFix: (errorId: string) => Promise<void>;
  readonly offersPreview: boolean;
}

/** Re-renders only when its line changes. */
export const ConsoleRow = memo(function ConsoleRow({ resumed, ...props }: ConsoleRowProps) {
  if (resumed === undefined) return <Row {...props} />;
  return (
    <>
      <p className="mt-1 truncate border-t border-line px-4 pt-1.5 font-mono text-xs leading-5 text-ink-faint max-md:px-3">
        {props.isPage ? '' : '$ '}
        {escapeHidden(resumed)}
      </p>
      <Row {...props} />
    </>
  );
});

function Row({ line, sessionKey, isPage, error, onFix, offersPreview }: Omit<ConsoleRowProps, 'resumed'>) {
  switch (line.kind) {
    case 'start':
      return (
        <div className="mt-1 flex items-center gap-2 border-t border-line px-4 pt-1.5 font-mono text-xs leading-5 font-medium max-md:px-3">
          <span className="min-w-0 flex-1 wrap-anywhere">
            {!isPage && <span className="text-ink-faint select-none">$ </span>}
            {escapeHidden(line.text)}
          </span>
          <span className="tabular shrink-0 font-normal text-ink-faint">{formatTimeWithSeconds(line.ts)}</span>
          {sessionKey !== undefined && (
            <IconButton
              icon={ArrowUpRight}
              label={t('console.session')}
              size="xs"
              onClick={() => navigate(href('sessions', sessionKey))}
            />
          )}
        </div>
      );
    case 'gap':
      return <Note text={t('console.gap', { count: line.skipped ?? 0 })} />;
    case 'end':
      return <Note text={describeEnd(line.text)} isBad={line.text !== '0'} />;
    case 'output':
      return (
        <div
          className={cx(
            'flex flex-wrap items-start gap-x-2 px-4 font-mono text-xs leading-5 hover:bg-hover max-md:px-3',
            line.errorId !== undefined && 'bg-bad-soft text-bad',
          )}
        >
          <span className="min-h-5 min-w-0 flex-1 basis-60 wrap-anywhere whitespace-pre-wrap">
            {escapeHidden(line.text)}
            {line.count !== undefined && (
              <span className="text-ink-faint"> {t('console.repeated', { count: line.count })}</span>
            )}
          </span>
          {offersPreview && <PreviewAction text={line.text} />}
          {error !== undefined && <ErrorActions error={error} onFix={onFix} />}
        </div>
      );
  }
}

/** Opens the local address that a server printed. */
function PreviewAction({ text }: { readonly text: string }) {
  const { layout } = useServices();
  const address = findAddress(text);
  if (address === undefined) return null;
  return (
    <Button size="sm" look="secondary" icon={AppWindow} onClick={() => openPreview(layout, address)}>
      {t('preview.open')}
    </Button>
  );
}

function Note({ text, isBad = false }: { readonly text: string; readonly isBad?: boolean }) {
  return <p className={cx('px-4 text-2xs leading-5 max-md:px-3', isBad ? 'text-bad' : 'text-ink-faint')}>{text}</p>;
}

function describeEnd(code: string): string {
  if (code === '') return t('console.stopped');
  return code === '0' ? t('console.ended') : t('console.failed', { code });
}

function ErrorActions({ error, onFix }: { readonly error: ConsoleError; readonly onFix: ConsoleRowProps['onFix'] }) {
  const { busy, run } = useAction(t('console.fixFailed'));
  const { file, line, fix } = error;
  const sent =
    fix === undefined
      ? undefined
      : fix.attempt === undefined
        ? t('console.fixSent')
        : t('console.fixSentAuto', { attempt: fix.attempt });
  return (
    <span className="flex flex-wrap items-center gap-1.5 py-px font-sans pointer-coarse:gap-3">
      {file !== undefined && (
        <Badge tone="bad">
          {escapeHidden(file.split(/[\\/]/).at(-1) ?? file)}
          {line === undefined ? '' : `:${line}`}
        </Badge>
      )}
      {sent !== undefined && <span className="text-2xs text-ink-faint">{sent}</span>}
      <Button
        size="sm"
        look="secondary"
        icon={Wrench}
        busy={busy}
        onClick={() =>
          run(async () => {
            await onFix(error.id);
            toast({ title: t('console.fixSent') });
          })
        }
      >
        {t('console.fix')}
      </Button>
    </span>
  );
}
