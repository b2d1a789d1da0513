// The configuration file as text: checked while typing, compared before saving, and never overwritten if it changed meanwhile.
import { useState } from 'react';
import { useStore } from 'zustand';
import type { ConfigCheck, ConfigSnapshot } from '#contract/types/configuration.ts';
import { formatList } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../../design/button.tsx';
import { CopyButton } from '../../../design/copy-button.tsx';
import { Card } from '../../../design/page.tsx';
import { ErrorNote } from '../../../design/states.tsx';
import { CodeEditor } from '../../files/lazy-code-editor.tsx';
import { dropDraft, editDraft, fileDraft, isOutdated, toFileText } from './file-draft.ts';
import { ReviewDialog } from './review-dialog.tsx';
import { useFileCheck } from './use-file-check.ts';

/** The editor, its problems, and its buttons. */
export function ConfigEditor({ config }: { readonly config: ConfigSnapshot }) {
  const { draft } = useStore(fileDraft);
  const [isReviewing, setReviewing] = useState(false);
  const [place, setPlace] = useState<{ readonly line: number }>();
  const check = useFileCheck(draft?.text);
  const isOld = isOutdated(draft, config);
  const review = (): void => {
    if (draft !== undefined && check?.valid !== false) setReviewing(true);
  };
  return (
    <div className="flex flex-col gap-3">
      <p className="flex items-center gap-1 text-xs text-ink-soft">
        <code className="min-w-0 truncate">{config.path}</code>
        <CopyButton label={t('controls.copyPath')} size="xs" text={config.path} />
      </p>
      {isOld && (
        <ErrorNote
          title={t('configuration.outdated')}
          message={t('configuration.outdatedText')}
          action={<Button size="sm" label={t('configuration.compare')} onClick={() => setReviewing(true)} />}
        />
      )}
      <Card className="h-[min(60vh,40rem)] min-h-60 overflow-hidden">
        <CodeEditor
          path="gatehouse.json5"
          text={draft?.text ?? toFileText(config)}
          place={place}
          onChange={(text) => editDraft(text, config)}
          onSave={review}
        />
      </Card>
      <Problems check={draft === undefined ? undefined : check} onShow={(line) => setPlace({ line })} />
      <div className="flex flex-wrap items-center gap-2">
        <span role="status" className="min-w-0 flex-1 text-xs text-ink-faint">
          {draft === undefined ? t('configuration.saved') : describeCheck(check)}
        </span>
        <Button label={t('configuration.discard')} disabled={draft === undefined} onClick={dropDraft} />
        <Button
          look="primary"
          label={t('configuration.review')}
          disabled={draft === undefined || check?.valid !== true}
          onClick={review}
        />
      </div>
      {draft !== undefined && isReviewing && (
        <ReviewDialog draft={draft} file={config} onClose={() => setReviewing(false)} />
      )}
    </div>
  );
}

function describeCheck(check: ConfigCheck | undefined): string {
  if (check === undefined) return t('configuration.checking');
  if (!check.valid) return t('configuration.invalid', { count: check.issues.length });
  if (check.changedPaths.length === 0) return t('configuration.changesNothing');
  return t('configuration.changes', { paths: formatList(check.changedPaths) });
}

interface ProblemsProps {
  readonly check: ConfigCheck | undefined;
  readonly onShow: (line: number) => void;
}

function Problems({ check, onShow }: ProblemsProps) {
  if (check === undefined || check.valid) return null;
  return (
    <ul aria-label={t('configuration.problems')} className="flex flex-col gap-1 text-xs text-bad">
      {check.issues.map(({ path, message, line }) => (
        <li key={`${path} ${message}`} className="flex flex-wrap items-baseline gap-x-2">
          {line !== undefined && (
            <Button size="sm" look="quiet" label={t('configuration.line', { line })} onClick={() => onShow(line)} />
          )}
          {path !== '' && <code className="wrap-anywhere">{path}</code>}
          <span className="wrap-anywhere">{message}</span>
        </li>
      ))}
    </ul>
  );
}
