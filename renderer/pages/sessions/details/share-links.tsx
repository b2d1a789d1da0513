// The read-only links of a session: create one, see who can still open which, and revoke them.
import { Link2, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { MethodResult } from '#contract/methods/registry.ts';
import type { SessionRow } from '#contract/types/sessions.ts';
import { isActiveLink, type ShareLink } from '#contract/types/share-links.ts';
import { formatRemaining } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button, IconButton } from '../../../design/button.tsx';
import { CopyBlock } from '../../../design/copy-button.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import { SelectField } from '../../../design/select.tsx';
import { ErrorNote } from '../../../design/states.tsx';
import { SwitchField } from '../../../design/switch-field.tsx';
import { useAction } from '../../../design/toasts.ts';
import { useNow } from '../../../design/use-now.ts';
import { href, navigate } from '../../../state/route.ts';
import { getHint } from '../../../state/resource.ts';
import { useClient, useRequest, useSupports } from '../../../state/use-client.ts';

const HOUR_MS = 60 * 60_000;
const LIFETIMES = ['hour', 'day', 'week', 'month'] as const;
type Lifetime = (typeof LIFETIMES)[number];
const LIFETIME_MS: Readonly<Record<Lifetime, number>> = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 7 * 24 * HOUR_MS,
  month: 30 * 24 * HOUR_MS,
};
const MINUTE_MS = 60_000;

/** Empty where the gateway can't share, or for callers that aren't allowed to. */
export function ShareLinks({ row }: { readonly row: SessionRow }) {
  return useSupports('sessions.share.list') ? <Links row={row} /> : null;
}

function Links({ row: { key } }: { readonly row: SessionRow }) {
  const read = useRequest('sessions.share.list', { key }, ['settings.changed']);
  const now = useNow(MINUTE_MS);
  const [creating, setCreating] = useState(false);
  if (read.data === undefined) return null;
  const active = read.data.links.filter((link) => isActiveLink(link, now));
  return (
    <section className="flex flex-col gap-3">
      <h3 className="text-xs font-medium text-ink-faint">{t('sessions.share.title')}</h3>
      {active.length > 0 && (
        <ul aria-label={t('sessions.share.list')} className="flex flex-col gap-1.5">
          {active.map((link) => (
            <LinkRow key={link.id} link={link} now={now} />
          ))}
        </ul>
      )}
      <Button
        size="sm"
        icon={Link2}
        label={t('sessions.share.create')}
        className="self-start"
        onClick={() => setCreating(true)}
      />
      {creating && <NewLink sessionKey={key} onClose={() => setCreating(false)} />}
    </section>
  );
}

function LinkRow({ link, now }: { readonly link: ShareLink; readonly now: number }) {
  const client = useClient();
  const { busy, run } = useAction(t('sessions.share.revokeFailed'));
  return (
    <li className="flex items-center gap-2 rounded-lg border border-line py-1 pe-1 ps-3 text-sm">
      <span className="min-w-0 flex-1">
        {t('sessions.share.expires', { time: formatRemaining(link.expiresAtMs - now) })}
        <span className="block text-2xs text-ink-faint">
          {t(link.withTools ? 'sessions.share.factsTools' : 'sessions.share.facts', { count: link.views })}
        </span>
      </span>
      <IconButton
        icon={Trash2}
        size="sm"
        label={t('sessions.share.revoke')}
        disabled={busy}
        onClick={() => run(() => client.request('sessions.share.revoke', { id: link.id }))}
      />
    </li>
  );
}

type Created = MethodResult<'sessions.share.create'>;

function NewLink({ sessionKey: key, onClose }: { readonly sessionKey: string; readonly onClose: () => void }) {
  const client = useClient();
  const [lifetime, setLifetime] = useState<Lifetime>('day');
  const [withTools, setWithTools] = useState(false);
  const [created, setCreated] = useState<Created>();
  const { busy, failure, run } = useAction();
  const create = async (): Promise<void> =>
    setCreated(await client.request('sessions.share.create', { key, withTools, expiresInMs: LIFETIME_MS[lifetime] }));
  const footer =
    created === undefined ? (
      <>
        <Button label={t('controls.cancel')} onClick={onClose} />
        <Button label={t('sessions.share.confirm')} look="primary" busy={busy} onClick={() => run(create)} />
      </>
    ) : (
      <Button label={t('controls.close')} look="primary" onClick={onClose} />
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('sessions.share.newTitle')}
      description={t('sessions.share.newText')}
      footer={footer}
    >
      {created === undefined ? (
        <div className="flex flex-col gap-4">
          <SelectField
            label={t('sessions.share.lifetime')}
            value={lifetime}
            options={LIFETIMES.map((value) => ({ value, label: t(`sessions.share.lifetime.${value}`) }))}
            onChange={setLifetime}
          />
          <SwitchField
            label={t('sessions.share.withTools')}
            hint={t('sessions.share.withToolsHint')}
            checked={withTools}
            onChange={setWithTools}
          />
          {failure !== undefined && <ErrorNote message={failure.message} hint={getHint(failure)} />}
        </div>
      ) : (
        <CreatedLink created={created} />
      )}
    </Dialog>
  );
}

function CreatedLink({ created: { urls, path } }: { readonly created: Created }) {
  if (urls.length === 0) {
    return (
      <div className="flex flex-col gap-3 text-sm">
        <p role="alert" className="text-warn">
          {t('sessions.share.networkOff')}
        </p>
        <CopyBlock text={path} label={t('sessions.share.link')} />
        <Button
          label={t('sessions.share.openSettings')}
          className="self-start"
          onClick={() => navigate(href('settings', 'devices'))}
        />
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-ink-soft">{t('sessions.share.onlyNow')}</p>
      {urls.map((url) => (
        <CopyBlock key={url} text={url} label={t('sessions.share.link')} />
      ))}
    </div>
  );
}
