// The decisions about folders, in Settings, Agents.
import { escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import { formatDateTime } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Card, Section } from '../../design/page.tsx';
import { RequestStatus } from '../../design/states.tsx';
import { attempt, toast } from '../../design/toasts.ts';
import { useClient, useRequest } from '../../state/use-client.ts';

/** The list; removing a row makes Gatehouse ask again. */
export function TrustedFoldersCard() {
  const client = useClient();
  const read = useRequest('trust.list', {}, ['settings.changed']);
  const folders = read.data?.folders;
  const remove = (folder: string): void =>
    attempt(t('trust.notSaved'), async () => {
      await client.request('trust.remove', { folder });
      toast({ title: t('trust.removed') });
      await read.reload();
    });
  return (
    <Section title={t('trust.list')} summary={t('trust.listSummary')}>
      <RequestStatus read={read} rows={2} loading={t('trust.loading')} failed={t('trust.loadFailed')} />
      {folders !== undefined && (
        <Card>
          {folders.length === 0 && <p className="px-4 py-3 text-sm text-ink-soft">{t('trust.listEmpty')}</p>}
          <ul>
            {folders.map(({ folder, trusted, decidedBy, decidedAtMs }) => (
              <li
                key={folder}
                className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2.5 last:border-b-0"
              >
                <span className="min-w-48 flex-1">
                  <code className="text-xs wrap-anywhere text-ink">{escapeHiddenInLine(folder)}</code>
                  <span className="block text-xs text-ink-faint">
                    {t('trust.decided', { who: decidedBy, time: formatDateTime(decidedAtMs) })}
                  </span>
                </span>
                <Badge tone={trusted ? 'ok' : 'neutral'}>{trusted ? t('trust.trusted') : t('trust.untrusted')}</Badge>
                <Button
                  label={t('controls.remove')}
                  look="quiet"
                  size="sm"
                  aria-label={t('trust.removeFolder', { folder: escapeHiddenInLine(folder) })}
                  onClick={() => remove(folder)}
                />
              </li>
            ))}
          </ul>
        </Card>
      )}
    </Section>
  );
}
