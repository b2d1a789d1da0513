// Changes a request before it is allowed. What the changed request would do is shown before it can be allowed.
import { TriangleAlert } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import type { EditableValue, EditedParts } from '#contract/types/approval-edits.ts';
import type { EditPreview } from '#contract/types/edit-previews.ts';
import { escapeHidden, escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import { t } from '#messages/translate.ts';
import { DiffView } from '../../design/diff-view.tsx';
import { FormDialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { ErrorNote, SkeletonLines } from '../../design/states.tsx';
import { toast } from '../../design/toasts.ts';
import { VisibleText } from '../../design/visible-text.tsx';
import { getHint } from '../../state/resource.ts';
import { useRequest, useServices } from '../../state/use-client.ts';
import { ProgramList } from './program-list.tsx';
import { useEditPreview, type EditPreviewState } from './use-edit-preview.ts';

interface EditDialogProps {
  readonly id: string;
  readonly onClose: () => void;
}

/** Reads the parts that can be edited when it opens. */
export function EditDialog({ id, onClose }: EditDialogProps) {
  const { approvals } = useServices();
  const read = useRequest('approvals.draft', { id });
  const [typed, setTyped] = useState<EditedParts>({});
  const values = read.data?.parts ?? [];
  const parts = listEdited(values, typed);
  const state = useEditPreview(id, parts);
  const { preview } = state;
  const canAllow = parts !== undefined && preview !== undefined && preview.verdict !== 'deny';
  const allow = async () => {
    if (!canAllow) return false;
    const edited = { parts, fingerprint: preview.fingerprint };
    if (!(await approvals.answer(id, { decision: 'allow-once', edited })))
      toast({ title: t('approvals.alreadyAnswered'), detail: t('approvals.alreadyAnsweredText') });
    return true;
  };
  return (
    <FormDialog
      open
      size="lg"
      onClose={onClose}
      title={t('approvals.edit.title')}
      description={t('approvals.edit.description')}
      submit={t('approvals.edit.allow')}
      disabled={!canAllow}
      onSubmit={allow}
    >
      {read.status === 'loading' && <SkeletonLines label={t('approvals.edit.loading')} />}
      {read.error !== undefined && (
        <ErrorNote title={t('approvals.edit.failed')} message={read.error.message} hint={getHint(read.error)} />
      )}
      {values.length > 0 && (
        <>
          <PartFields values={values} typed={typed} onChange={setTyped} />
          <EditEffects isEdited={parts !== undefined} state={state} />
        </>
      )}
    </FormDialog>
  );
}

/** Only what differs from the request; undefined if nothing does. */
function listEdited(values: readonly EditableValue[], typed: EditedParts): EditedParts | undefined {
  const changed = values.flatMap(({ part, value }) => {
    const text = typed[part];
    // Fields have only line feeds.
    if (text === undefined || text === value.replaceAll(/\r\n?/g, '\n')) return [];
    return [[part, endsLinesWithCrlf(value) ? text.replaceAll('\n', '\r\n') : text] as const];
  });
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}

function endsLinesWithCrlf(text: string): boolean {
  return text.includes('\r\n') && !/(^|[^\r])\n/.test(text);
}

const ROWS = { command: 4, content: 14, newText: 10, cwd: undefined, url: undefined } as const;

interface PartFieldsProps {
  readonly values: readonly EditableValue[];
  readonly typed: EditedParts;
  readonly onChange: (typed: EditedParts) => void;
}

function PartFields({ values, typed, onChange }: PartFieldsProps) {
  return values.map(({ part, value }, at) => {
    const rows = ROWS[part];
    return (
      <TextField
        key={part}
        label={t(`approvals.edit.part.${part}`)}
        hint={part === 'cwd' ? t('approvals.edit.folderHint') : undefined}
        {...(rows === undefined ? {} : { rows })}
        dir="ltr"
        autoFocus={at === 0}
        spellCheck={false}
        inputClassName="font-mono pointer-coarse:min-h-11"
        value={typed[part] ?? value}
        onKeyDown={submitByKey}
        onChange={(text) => onChange({ ...typed, [part]: text })}
      />
    );
  });
}

/** Enter alone would allow by accident what nobody has looked at again. */
function submitByKey(event: KeyboardEvent<HTMLInputElement | HTMLTextAreaElement>): void {
  if (event.key !== 'Enter') return;
  const isMeant = event.ctrlKey || event.metaKey;
  if (isMeant || event.currentTarget.tagName === 'INPUT') event.preventDefault();
  if (isMeant) event.currentTarget.form?.requestSubmit();
}

interface EditEffectsProps {
  readonly isEdited: boolean;
  readonly state: EditPreviewState;
}

function EditEffects({ isEdited, state: { preview, problem } }: EditEffectsProps) {
  return (
    <section aria-label={t('approvals.edit.effects')} aria-live="polite" className="flex flex-col gap-2.5">
      <h3 className="text-sm font-medium text-ink">{t('approvals.edit.effects')}</h3>
      {!isEdited && <p className="text-sm text-ink-soft">{t('approvals.edit.unchanged')}</p>}
      {isEdited && preview === undefined && problem === undefined && (
        <p className="text-sm text-ink-soft">{t('approvals.edit.checking')}</p>
      )}
      {problem !== undefined && <ErrorNote message={problem.message} hint={getHint(problem)} />}
      {preview?.verdict === 'deny' && (
        <ErrorNote title={t('approvals.edit.denied')} message={escapeHidden(preview.subject.reason)} />
      )}
      {preview !== undefined && preview.verdict !== 'deny' && <Effects preview={preview} />}
    </section>
  );
}

function Effects({ preview: { subject } }: { readonly preview: EditPreview }) {
  return (
    <>
      <pre className="max-h-40 overflow-auto rounded-lg border border-line bg-code px-3 py-2 text-xs wrap-anywhere whitespace-pre-wrap text-ink">
        <VisibleText text={subject.command} />
        <span className="mt-1 block font-sans text-2xs text-ink-faint">
          {t('tools.inFolder', { folder: escapeHiddenInLine(subject.cwd) })}
        </span>
      </pre>
      <ProgramList subject={subject} />
      <p className="text-xs text-ink-soft">{escapeHidden(subject.reason)}</p>
      {subject.risks.map((risk) => (
        <p key={risk} className="flex items-start gap-2 rounded-lg bg-warn-soft px-3 py-2 text-sm text-ink">
          <TriangleAlert size={14} aria-hidden className="mt-0.5 shrink-0 text-warn" />
          {escapeHidden(risk)}
        </p>
      ))}
      {subject.diff !== undefined && (
        <div className="max-h-80 overflow-auto rounded-lg border border-line">
          <DiffView text={subject.diff} limit={200} />
        </div>
      )}
    </>
  );
}
