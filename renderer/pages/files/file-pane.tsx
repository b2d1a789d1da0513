// The open file: a header with its state, notices, and the editor or preview.
import { ArrowLeft, Download, History, SquareArrowOutUpRight } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import { formatBytes } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { IconButton } from '../../design/button.tsx';
import { attempt } from '../../design/toasts.ts';
import { firstKey } from '../../state/key-bindings.ts';
import { useCommand } from '../../state/use-client.ts';
import { downloadFile } from './download-file.ts';
import { baseName, parentFolder } from './tree.ts';
import { FileNotices } from './file-notices.tsx';
import type { OpenFile } from './open-file.ts';
import { isOnGatewayComputer, openInEditor } from './open-in-editor.ts';
import { CodeEditor, EditorSkeleton } from './lazy-code-editor.tsx';
import { PdfView } from './pdf/pdf-view.tsx';
import { RawFile, type FileParts } from './raw-file.tsx';
import { VersionsDialog } from './versions-dialog.tsx';
import { PhaseBadge, SaveButton } from './phase-badge.tsx';

interface FilePaneProps {
  readonly file: OpenFile;
  /** Where its bytes are, for files that aren't text. */
  readonly parts: FileParts;
  readonly onClose: () => void;
}

/** One file. `onClose` returns to the tree. */
export function FilePane({ file, parts, onClose }: FilePaneProps) {
  const { edit, view, place } = useStore(file.store);
  const [versions, setVersions] = useState(false);
  const path = escapeHiddenInLine(file.path);
  const openOutside = (): void => openInEditor(parts.client, parts, place?.line);
  useCommand('files.editor', openOutside, isOnGatewayComputer(location));
  return (
    <section aria-label={t('files.file', { path })} className="flex h-full min-h-0 flex-col">
      <header className="flex min-h-10 shrink-0 items-center gap-2 border-b border-line px-2">
        <IconButton icon={ArrowLeft} label={t('files.back')} onClick={onClose} />
        <div className="min-w-0 flex-1 truncate text-sm" title={path}>
          <span className="font-medium text-ink">{baseName(path)}</span>
          <span className="ms-2 text-xs text-ink-faint">{parentFolder(path)}</span>
        </div>
        <PhaseBadge phase={edit.phase} />
        {isOnGatewayComputer(location) && (
          <IconButton
            icon={SquareArrowOutUpRight}
            label={t('files.openInEditor')}
            keys={firstKey('files.editor')}
            onClick={openOutside}
          />
        )}
        <IconButton icon={History} label={t('files.versions')} onClick={() => setVersions(true)} />
        <IconButton
          icon={Download}
          label={t('files.download')}
          onClick={() => void attempt(t('files.downloadFailed'), () => downloadFile(parts.client, parts))}
        />
        {view.kind === 'text' && <SaveButton file={file} />}
      </header>
      <FileNotices file={file} />
      {versions && <VersionsDialog file={file} parts={parts} onClose={() => setVersions(false)} />}
      <div className="min-h-0 flex-1">
        <FileBody file={file} parts={parts} />
      </div>
    </section>
  );
}

function FileBody({ file, parts }: Pick<FilePaneProps, 'file' | 'parts'>) {
  const { edit, view, place } = useStore(file.store);
  if (edit.phase === 'loading') return <EditorSkeleton label={t('files.loadingFile')} />;
  switch (view.kind) {
    case 'image':
      return (
        <div className="flex h-full items-center justify-center overflow-auto bg-code p-4">
          <img src={view.source} alt={file.path} className="max-h-full max-w-full" />
        </div>
      );
    case 'pdf':
      return <PdfView parts={parts} version={view.version} />;
    case 'binary':
      return (
        <RawFile
          parts={parts}
          note={
            view.size === undefined
              ? t('files.tooLarge')
              : t('files.notTextWhy', { type: view.mimeType, size: formatBytes(view.size) })
          }
          isText={view.isText}
        />
      );
    case 'text':
      return (
        <CodeEditor
          path={file.path}
          text={edit.text}
          place={place}
          onChange={(text) => file.type(text)}
          onSave={() => file.save()}
        />
      );
  }
}
