// The roster: agents for the usual roles. One click creates those that are missing.
import { UsersRound } from 'lucide-react';
import { t } from '#messages/translate.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { CardList, CardRow, Section } from '../../design/page.tsx';
import { toast, useAction } from '../../design/toasts.ts';
import { href, navigate } from '../../state/route.ts';
import { useRequest, useServices, useSupports } from '../../state/use-client.ts';

/** Empty if the gateway has no roster. */
export function RosterSection() {
  return useSupports('agents.roster.create') ? <Roster /> : null;
}

function Roster() {
  const { client, catalog } = useServices();
  const read = useRequest('agents.roster.list', {}, ['settings.changed']);
  const { busy, run } = useAction(t('agents.roster.failed'));
  const members = read.data?.members ?? [];
  const missing = members.filter(({ agentId }) => agentId === undefined);
  const create = async (): Promise<void> => {
    const { members: created } = await client.request('agents.roster.create', {});
    await Promise.all([catalog.agents.reload(), read.reload()]);
    toast({ title: t('agents.roster.created', { count: created.filter(({ isNew }) => isNew).length }) });
  };
  if (members.length === 0) return null;
  return (
    <Section
      title={t('agents.roster')}
      summary={t('agents.roster.text')}
      actions={
        missing.length > 0 && (
          <Button
            label={t('agents.roster.create', { count: missing.length })}
            size="sm"
            icon={UsersRound}
            busy={busy}
            onClick={() => run(create)}
          />
        )
      }
    >
      <CardList
        rows={members.map(({ role, name, emoji, description, agentId }) => (
          <CardRow key={role} title={`${emoji} ${name}`} facts={description}>
            {agentId === undefined ? (
              <Badge>{t('agents.roster.missing')}</Badge>
            ) : (
              <Button
                label={t('agents.roster.open')}
                aria-label={t('agents.roster.openNamed', { name })}
                size="sm"
                look="quiet"
                onClick={() => navigate(href('agents', agentId))}
              />
            )}
          </CardRow>
        ))}
        empty=""
      />
    </Section>
  );
}
