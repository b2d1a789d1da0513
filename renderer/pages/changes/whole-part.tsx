// A part that isn't divided into lines: the mode, an image with both versions, a link, or another binary file.
import { MAX_COMPARED_BYTES, type ChangedFileDetail, type ChangeHunk } from '#contract/types/changes.ts';
import { detectImageType } from '#contract/types/image-type.ts';
import { formatBytes } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Skeleton } from '../../design/states.tsx';
import { useRequest } from '../../state/use-client.ts';
import type { Changes } from './changes-store.ts';

const IMAGE = /\.(?:png|jpe?g|gif|webp)$/i;

interface WholePartProps {
  readonly changes: Changes;
  readonly file: ChangedFileDetail;
  readonly part: ChangeHunk;
}

/** The part. */
export function WholePart({ changes, file, part }: WholePartProps) {
  const isStored = file.oldSize !== undefined || file.newSize !== undefined;
  return (
    <>
      <p className="px-3 py-2 font-sans text-xs wrap-anywhere text-ink-soft">{describe(file, part)}</p>
      {part.kind === 'file' && isStored && IMAGE.test(file.path) && (
        <div key={file.version} className="flex flex-wrap gap-3 px-3 pb-2 font-sans">
          {file.oldSize !== undefined && <Image changes={changes} path={file.path} side="before" />}
          {file.newSize !== undefined && <Image changes={changes} path={file.path} side="after" />}
        </div>
      )}
    </>
  );
}

function describe({ newMode, oldSize, newSize }: ChangedFileDetail, part: ChangeHunk): string {
  if (part.kind === 'mode') return t(newMode === '100755' ? 'changes.executable' : 'changes.notExecutable');
  const [oldTarget, newTarget] = [part.oldLines[0], part.newLines[0]];
  if (oldTarget !== undefined && newTarget !== undefined)
    return t('changes.linkChanged', { before: oldTarget, after: newTarget });
  const target = newTarget ?? oldTarget;
  if (target !== undefined) return t('changes.link', { target });
  return describeSizes(oldSize, newSize);
}

function describeSizes(oldSize: number | undefined, newSize: number | undefined): string {
  const [before, after] = [oldSize ?? 0, newSize ?? 0];
  if (oldSize === undefined && newSize === undefined) return t('changes.binary');
  if (before === 0 && after === 0) return t('changes.emptyFile');
  const sizes = { before: formatBytes(before), after: formatBytes(after) };
  if (Math.max(before, after) > MAX_COMPARED_BYTES) return t('changes.wholeText', sizes);
  if (oldSize === undefined) return t('changes.binarySize', { size: sizes.after });
  return newSize === undefined ? t('changes.binarySize', { size: sizes.before }) : t('changes.binaryText', sizes);
}

interface ImageProps extends Pick<WholePartProps, 'changes'> {
  readonly path: string;
  readonly side: 'before' | 'after';
}

/** One version of an image. */
function Image({ changes, path, side }: ImageProps) {
  const { data, error } = useRequest('changes.content', { ...changes.decidable(), path, side });
  const type = data === undefined ? undefined : detectImageType(data.data);
  const failed = error !== undefined || (data !== undefined && type === undefined);
  return (
    <figure className="flex min-w-0 flex-1 basis-40 flex-col gap-1">
      <figcaption className="text-2xs text-ink-faint">
        {t(side === 'before' ? 'changes.imageBefore' : 'changes.imageAfter')}
      </figcaption>
      {failed && <p className="text-xs text-ink-soft">{t('changes.imageFailed')}</p>}
      {data === undefined && !failed && <Skeleton className="h-24" />}
      {data !== undefined && type !== undefined && (
        <img
          src={`data:${type};base64,${data.data}`}
          alt={t(side === 'before' ? 'changes.imageBeforeOf' : 'changes.imageAfterOf', { path })}
          className="max-h-64 w-fit max-w-full rounded-md bg-sunken object-contain ring-1 ring-line"
        />
      )}
    </figure>
  );
}
