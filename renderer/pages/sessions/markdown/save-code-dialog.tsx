// Saves a code block as a file in the folder of the session. What it changes is shown first.
import { useEffect, useState } from 'react';
import { unifiedDiff } from '#contract/types/unified-diff.ts';
import { t } from '#messages/translate.ts';
import { FormDialog } from '../../../design/dialog.tsx';
import { DiffView } from '../../../design/diff-view.tsx';
import { TextField } from '../../../design/field.tsx';
import { toast } from '../../../design/toasts.ts';
import { jumpToFile } from '../../../state/file-jump.ts';
import { afterMs } from '../../../state/timers.ts';
import { useServices } from '../../../state/use-client.ts';

interface SaveCodeProps {
  readonly sessionKey: string;
  readonly path: string;
  readonly code: string;
  readonly onClose: () => void;
}

/** What is at the path now. `hash` is empty if nothing is. */
interface Existing {
  readonly path: string;
  readonly hash: string;
  readonly text: string;
  readonly isText: boolean;
}

const READ_PAUSE_MS = 150;

/** Rejected by the gateway if the file changed after it was shown. */
export function SaveCodeDialog({ sessionKey, path: start, code, onClose }: SaveCodeProps) {
  const { client, layout } = useServices();
  const [path, setPath] = useState(start);
  const [existing, setExisting] = useState<Existing>();
  const asked = path.trim().replace(/^\.\//, '');
  useEffect(() => {
    if (asked === '') return undefined;
    let current = true;
    const read = async (): Promise<Existing> => {
      const { file } = await client.request('sessions.files.get', { sessionKey, path: asked });
      const isText = file.missing || file.content !== undefined;
      return { path: asked, hash: file.missing ? '' : (file.hash ?? ''), text: file.content ?? '', isText };
    };
    const show = (found: Existing | undefined): void => (current ? setExisting(found) : undefined);
    const cancel = afterMs(READ_PAUSE_MS, () => void read().then(show, () => show(undefined)));
    return () => {
      current = false;
      cancel();
    };
  }, [client, sessionKey, asked]);
  const known = existing?.path === asked ? existing : undefined;
  const exists = known !== undefined && known.hash !== '';
  const content = code.endsWith('\n') ? code : `${code}\n`;
  const diff = exists && known.isText ? unifiedDiff(asked, known.text, content).text : '';
  const isSame = exists && known.isText && diff === '';
  const save = async (): Promise<void> => {
    const expectedHash = known?.hash ?? '';
    await client.request('sessions.files.set', { sessionKey, path: asked, content, expectedHash });
    toast({
      title: t('transcript.code.saved', { path: asked }),
      action: { label: t('transcript.code.openSaved'), run: () => jumpToFile(layout, { sessionKey, path: asked }) },
    });
  };
  return (
    <FormDialog
      open
      onClose={onClose}
      size={diff === '' ? 'md' : 'lg'}
      title={t('transcript.code.saveTitle')}
      description={t('transcript.code.saveText')}
      submit={exists ? t('transcript.code.replace') : t('transcript.code.save')}
      look={exists ? 'danger' : 'primary'}
      disabled={asked === '' || isSame || known?.isText === false}
      onSubmit={save}
    >
      <TextField label={t('transcript.code.path')} value={path} onChange={setPath} />
      <div role="status" className="text-sm text-ink-soft empty:hidden">
        {known?.isText === false
          ? t('transcript.code.notText')
          : isSame
            ? t('transcript.code.same')
            : exists
              ? t('transcript.code.exists')
              : ''}
      </div>
      {diff !== '' && (
        <div className="max-h-[40vh] overflow-auto rounded-md border border-line">
          <DiffView text={diff} bare wrap limit={400} />
        </div>
      )}
    </FormDialog>
  );
}
