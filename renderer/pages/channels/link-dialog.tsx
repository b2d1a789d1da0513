// Creates a code that links whoever sends it to the bot.
import { useState } from 'react';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { CopyText } from '../../design/copy-button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { ErrorNote } from '../../design/states.tsx';
import { SwitchField } from '../../design/switch-field.tsx';
import { useAction } from '../../design/toasts.ts';
import { useNow } from '../../design/use-now.ts';
import { useClient } from '../../state/use-client.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

interface LinkDialogProps {
  readonly channel: string;
  readonly title: string;
  readonly onClose: () => void;
}

interface Created {
  readonly code: string;
  readonly expiresAtMs: number;
  readonly link?: string;
}

/** The dialog: what the person may do, then the code. */
export function LinkDialog({ channel, title, onClose }: LinkDialogProps) {
  const client = useClient();
  const { busy, failure, run } = useAction();
  const [mayApprove, setApprove] = useState(false);
  const [mayAdminister, setAdminister] = useState(false);
  const [created, setCreated] = useState<Created>();
  const create = async () => {
    const rights = [...(mayApprove ? (['approvals'] as const) : []), ...(mayAdminister ? (['admin'] as const) : [])];
    setCreated(await client.request('channels.codes.create', { channel, rights }));
  };
  return (
    <Dialog
      open
      onClose={onClose}
      size="sm"
      title={t('channels.linkName', { name: title })}
      description={t('channels.link.text')}
    >
      {created === undefined ? (
        <div className="flex flex-col gap-4">
          <SwitchField
            label={t('channels.right.approvals')}
            hint={t('channels.right.approvals.hint')}
            checked={mayApprove}
            onChange={setApprove}
          />
          <SwitchField
            label={t('channels.right.admin')}
            hint={t('channels.right.admin.hint')}
            checked={mayAdminister}
            onChange={setAdminister}
          />
          {failure !== undefined && <ErrorNote message={failure.message} />}
          <Button
            look="primary"
            label={t('channels.link.create')}
            busy={busy}
            onClick={() => run(create)}
            className="self-start"
          />
        </div>
      ) : (
        <Code created={created} onAgain={() => setCreated(undefined)} />
      )}
    </Dialog>
  );
}

function Code({
  created: { code, expiresAtMs, link },
  onAgain,
}: {
  readonly created: Created;
  readonly onAgain: () => void;
}) {
  const left = expiresAtMs - useNow(SECOND_MS);
  if (left <= 0)
    return (
      <div className="flex flex-col items-start gap-3">
        <p className="text-sm text-ink-soft">{t('channels.link.expired')}</p>
        <Button label={t('channels.link.again')} onClick={onAgain} />
      </div>
    );
  return (
    <div className="flex flex-col gap-3 text-sm text-ink-soft">
      <p>{t('channels.link.send')}</p>
      <CopyText text={t('channels.link.command', { code })} />
      {link !== undefined && (
        <p>
          <a href={link} target="_blank" rel="noreferrer" className="text-accent-ink underline">
            {t('channels.link.open')}
          </a>
        </p>
      )}
      <p className="text-xs text-ink-faint">{t('channels.link.left', { minutes: Math.ceil(left / MINUTE_MS) })}</p>
    </div>
  );
}
