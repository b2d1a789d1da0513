// A PDF file with its toolbar: page, zoom, search. Loaded when the first one is opened.
import { ChevronDown, ChevronUp, MoveHorizontal, ZoomIn, ZoomOut } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { t } from '#messages/translate.ts';
import { Button, IconButton } from '../../../design/button.tsx';
import { TextField, TextInput } from '../../../design/field.tsx';
import { SearchInput } from '../../../design/search-input.tsx';
import { EmptyState } from '../../../design/states.tsx';
import { EditorSkeleton } from '../lazy-code-editor.tsx';
import { showPdf, type PdfDocument, type PdfState } from './pdf-document.ts';

interface PdfViewerProps {
  readonly label: string;
  readonly bytes: Uint8Array;
}

const NOTHING: PdfState = { pages: 0, page: 1, found: undefined };

/** A request for the password. */
interface Lock {
  readonly unlock: (password: string) => void;
  readonly wrong: boolean;
}

/** Shows the file. */
export function PdfViewer({ label, bytes }: PdfViewerProps) {
  const container = useRef<HTMLDivElement>(null);
  const shown = useRef<PdfDocument>(undefined);
  const [state, setState] = useState(NOTHING);
  const [lock, setLock] = useState<Lock>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (container.current === null) return undefined;
    setState(NOTHING);
    setFailed(false);
    // The worker takes the bytes away from the page.
    const pdf = showPdf(container.current, bytes.slice(), {
      onChange: (change) => setState((now) => ({ ...now, ...change })),
      onLocked: (unlock, wrong) => setLock({ unlock, wrong }),
      onFailure: () => setFailed(true),
    });
    shown.current = pdf;
    return () => pdf.dispose();
  }, [bytes]);
  if (failed) return <EmptyState title={t('files.pdf.damaged')} text={t('files.pdf.damagedText')} />;
  return (
    <div className="flex h-full min-h-0 flex-col">
      {state.pages > 0 && <Toolbar state={state} pdf={() => shown.current} />}
      <div className="relative min-h-0 flex-1">
        {lock !== undefined && state.pages === 0 && <PasswordForm lock={lock} />}
        {lock === undefined && state.pages === 0 && <EditorSkeleton label={t('files.loadingFile')} />}
        <div
          ref={container}
          role="region"
          aria-label={label}
          tabIndex={0}
          className="absolute inset-0 overflow-auto bg-code"
        >
          <div className="pdfViewer" />
        </div>
      </div>
    </div>
  );
}

interface ToolbarProps {
  readonly state: PdfState;
  readonly pdf: () => PdfDocument | undefined;
}

function Toolbar({ state, pdf }: ToolbarProps) {
  return (
    <div className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-2 py-1">
      <PageField state={state} onGo={(page) => pdf()?.goTo(page)} />
      <div className="flex items-center">
        <IconButton icon={ZoomOut} label={t('files.pdf.zoomOut')} onClick={() => pdf()?.zoomOut()} />
        <IconButton icon={ZoomIn} label={t('files.pdf.zoomIn')} onClick={() => pdf()?.zoomIn()} />
        <IconButton icon={MoveHorizontal} label={t('files.pdf.fitWidth')} onClick={() => pdf()?.fitWidth()} />
      </div>
      <FindField state={state} pdf={pdf} />
    </div>
  );
}

function PageField({
  state: { page, pages },
  onGo,
}: {
  readonly state: PdfState;
  readonly onGo: (page: number) => void;
}) {
  const [typed, setTyped] = useState<string>();
  const go = (): void => {
    const wanted = Number(typed);
    if (Number.isInteger(wanted) && wanted >= 1 && wanted <= pages) onGo(wanted);
    setTyped(undefined);
  };
  return (
    <form
      className="tabular flex items-center gap-1.5 text-xs whitespace-nowrap text-ink-soft"
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      <span className="w-12">
        <TextInput
          aria-label={t('files.pdf.page')}
          inputMode="numeric"
          value={typed ?? String(page)}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={go}
          className="text-center"
        />
      </span>
      {t('files.pdf.ofPages', { count: pages })}
    </form>
  );
}

function FindField({ state: { found }, pdf }: ToolbarProps) {
  const [text, setText] = useState('');
  const isEmpty = text === '' || found === undefined || found.total === 0;
  return (
    <form
      className="flex min-w-40 flex-1 items-center gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        pdf()?.find(text, 'next');
      }}
    >
      <SearchInput
        label={t('files.pdf.find')}
        value={text}
        onChange={(wanted) => {
          setText(wanted);
          pdf()?.find(wanted);
        }}
        className="max-w-60 flex-1"
      />
      <span role="status" className="tabular min-w-12 text-xs whitespace-nowrap text-ink-faint">
        {text !== '' && found !== undefined && describeFound(found)}
      </span>
      <IconButton
        icon={ChevronUp}
        label={t('files.pdf.previous')}
        disabled={isEmpty}
        onClick={() => pdf()?.find(text, 'previous')}
      />
      <IconButton
        icon={ChevronDown}
        label={t('files.pdf.next')}
        disabled={isEmpty}
        onClick={() => pdf()?.find(text, 'next')}
      />
    </form>
  );
}

function describeFound({ at, total }: NonNullable<PdfState['found']>): string {
  return total === 0 ? t('files.pdf.noMatch') : t('files.pdf.found', { at, total });
}

function PasswordForm({ lock: { unlock, wrong } }: { readonly lock: Lock }) {
  const [password, setPassword] = useState('');
  return (
    <form
      className="absolute inset-0 z-10 m-auto flex h-fit max-w-80 flex-col gap-3 p-4"
      onSubmit={(event) => {
        event.preventDefault();
        unlock(password);
      }}
    >
      <TextField
        label={t('files.pdf.password')}
        type="password"
        value={password}
        onChange={setPassword}
        error={wrong ? t('files.pdf.wrongPassword') : undefined}
      />
      <Button type="submit" look="primary" label={t('files.pdf.unlock')} disabled={password === ''} />
    </form>
  );
}
