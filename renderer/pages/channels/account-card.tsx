// A network: its state, and what can be done with it.
import { useState } from 'react';
import { t } from '#messages/translate.ts';
import { Badge, type Tone } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { ConfirmButton } from '../../design/dialog.tsx';
import { Card } from '../../design/page.tsx';
import { toast, useAction } from '../../design/toasts.ts';
import { useClient } from '../../state/use-client.ts';
import type { AccountView } from './accounts.ts';
import { ConnectDialog } from './connect-dialog.tsx';
import { LinkDialog } from './link-dialog.tsx';

const TONES: Readonly<Record<AccountView['state'], Tone>> = {
  off: 'neutral',
  stopped: 'neutral',
  connecting: 'accent',
  connected: 'ok',
  failed: 'bad',
};

interface AccountCardProps {
  readonly account: AccountView;
  readonly onChange: () => Promise<void>;
}

/** One card. */
export function AccountCard({ account, onChange }: AccountCardProps) {
  const { title, kind, isSetUp, state, error } = account;
  const [open, setOpen] = useState<'connect' | 'link'>();
  const close = () => {
    setOpen(undefined);
    void onChange();
  };
  return (
    <li>
      <Card className="flex h-full flex-col gap-3 p-4">
        <div className="flex items-start gap-3">
          <div className="min-w-0 flex-1">
            <h3 className="text-sm font-semibold text-ink">{title}</h3>
            <p className="text-xs text-ink-faint">{kind.summary}</p>
          </div>
          {isSetUp && <Badge tone={TONES[state]}>{t(`channels.state.${state}`)}</Badge>}
        </div>
        {error !== undefined && (
          <p role="status" className="text-xs wrap-anywhere text-bad">
            {error}
          </p>
        )}
        <div className="mt-auto flex flex-wrap gap-2">
          {isSetUp ? (
            <Actions account={account} onChange={onChange} onOpen={setOpen} />
          ) : (
            <Button
              size="sm"
              label={t('channels.connect')}
              aria-label={t('channels.connectName', { name: title })}
              onClick={() => setOpen('connect')}
            />
          )}
        </div>
      </Card>
      {open === 'connect' && <ConnectDialog account={account} onClose={close} onConnected={() => setOpen('link')} />}
      {open === 'link' && <LinkDialog channel={account.id} title={title} onClose={close} />}
    </li>
  );
}

interface ActionsProps extends AccountCardProps {
  readonly onOpen: (dialog: 'connect' | 'link') => void;
}

function Actions({ account: { id, title, state }, onChange, onOpen }: ActionsProps) {
  const client = useClient();
  const { busy, run } = useAction(t('channels.failed'));
  const isStopped = state === 'stopped';
  const act = (method: 'channels.start' | 'channels.stop' | 'channels.logout') => () =>
    run(async () => {
      await client.request(method, { channel: id });
      await onChange();
    });
  return (
    <>
      <Button size="sm" label={t('channels.link')} onClick={() => onOpen('link')} disabled={state !== 'connected'} />
      <TestButton channel={id} disabled={state !== 'connected'} />
      <Button
        size="sm"
        busy={busy}
        label={isStopped ? t('channels.start') : t('channels.stop')}
        onClick={act(isStopped ? 'channels.start' : 'channels.stop')}
      />
      <Button size="sm" label={t('channels.settings')} onClick={() => onOpen('connect')} />
      <ConfirmButton
        title={t('channels.disconnect.question', { name: title })}
        description={t('channels.disconnect.text')}
        confirmLabel={t('channels.disconnect')}
        onConfirm={act('channels.logout')}
        trigger={<Button size="sm" look="danger-quiet" label={t('channels.disconnect')} />}
      />
    </>
  );
}

function TestButton({ channel, disabled }: { readonly channel: string; readonly disabled: boolean }) {
  const client = useClient();
  const { busy, run } = useAction(t('channels.test.failed'));
  const test = async () => {
    const { state, error } = await client.request('channels.test', { channel });
    if (state === 'sent') toast({ title: t('channels.test.sent') });
    else toast({ title: t('channels.test.failed'), detail: error ?? t('channels.test.waiting'), tone: 'bad' });
  };
  return <Button size="sm" label={t('channels.test')} busy={busy} disabled={disabled} onClick={() => run(test)} />;
}
